'use strict';
// What the pages share: they insert everything as text, and show any answer of a command.
const $ = id => document.getElementById(id);

function add(parent, tag, text) {
  const node = document.createElement(tag);
  if (text !== undefined) node.textContent = text;
  parent.append(node);
  return node;
}

// The two largest units, as the commands have it: 3 d 4 h, 5 min 10 s, 8 s.
function span(seconds) {
  const s = Math.max(0, Math.floor(seconds)), part = (size, unit) => `${Math.floor(s / size)} ${unit}`;
  if (s >= 86400) return `${part(86400, 'd')} ${Math.floor(s % 86400 / 3600)} h`;
  if (s >= 3600) return `${part(3600, 'h')} ${Math.floor(s % 3600 / 60)} min`;
  return s >= 60 ? `${part(60, 'min')} ${s % 60} s` : `${s} s`;
}

const plain = value => value === null || typeof value !== 'object';
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/, SECONDS = /Seconds$/;

// A value as people read it: a time with its distance from now, and what ends in Seconds as a span.
function shown(name, value) {
  if (SECONDS.test(name) && typeof value === 'number') return span(value);
  if (typeof value === 'number') return String(Number(value.toFixed(3)));
  if (!TIME.test(value)) return String(value ?? '');
  const ago = (Date.now() - Date.parse(value)) / 1000;
  return value.replace(/\.\d+Z/, 'Z') + (ago < 0 ? ` (in ${span(-ago)})` : ` (${span(ago)} ago)`);
}

// ratePerSecond as people read it; a name that is no word of ours stays.
function label(name) {
  const word = name.replace(SECONDS, '');
  return /^[a-z]+([A-Z0-9][a-z0-9]*)+$/.test(word) ? word.replace(/[A-Z]|\d+/g, part => ' ' + part.toLowerCase()) : word;
}

// A list of objects as a table, an object as its fields.
function tell(parent, value, called = '') {
  if (plain(value)) { add(parent, 'span', shown(called, value)).dir = 'auto'; return; }
  if (!Array.isArray(value)) {
    const fields = add(parent, 'dl');
    for (const [name, each] of Object.entries(value)) {
      if (each === null || each === '') continue;
      add(fields, 'dt', label(name));
      tell(add(fields, 'dd'), each, name);
    }
    return;
  }
  if (!value.length) { add(parent, 'p', 'None.').className = 'hint'; return; }
  if (value.some(each => plain(each) || Object.values(each).some(v => !plain(v)))) {
    value.forEach(each => tell(parent, each));
    return;
  }
  const box = add(parent, 'div'), table = add(box, 'table'), head = add(add(table, 'thead'), 'tr');
  box.className = 'scroll';
  box.tabIndex = 0;
  const names = [...new Set(value.flatMap(Object.keys))], rows = add(table, 'tbody');
  for (const name of names) add(head, 'th', label(name)).scope = 'col';
  for (const each of value) {
    const row = add(rows, 'tr');
    for (const name of names) add(row, 'td', shown(name, each[name]));
  }
}

// What `status --json` says: whether mail stands still, the queues in their order, and the rest.
function tellStatus(parent, { queues, ...others }) {
  if (others.pace?.breakerOpen) add(parent, 'p', `Nothing is sent: ${others.pace.breakerReason}.`).className = 'fault';
  if (queues) tell(parent, queues);
  const parts = add(parent, 'div');
  parts.className = 'parts';
  for (const [name, value] of Object.entries(others)) {
    const part = add(parts, 'section');
    add(part, 'h3', label(name));
    tell(part, value, name);
  }
}
