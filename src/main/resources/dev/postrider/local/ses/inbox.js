'use strict';
// Everything that a mail holds is inserted as text; its HTML is shown by a sandboxed frame only.
let messages = [], chosen = null, view = 'html', version = -1, report = null;

function readers(m) { return [...m.to, ...m.cc, ...m.bcc].join(', '); }

function list() {
  const word = $('search').value.toLowerCase();
  const hits = messages.filter(m => [m.subject, m.from, readers(m), m.messageId, ...Object.values(m.tags)]
    .some(t => String(t ?? '').toLowerCase().includes(word)));
  const focused = document.activeElement?.dataset?.id;
  $('list').replaceChildren();
  for (const m of hits) {
    const button = add(add($('list'), 'li'), 'button');
    button.type = 'button';
    button.dataset.id = m.messageId;
    if (m.messageId === chosen) button.setAttribute('aria-current', 'true');
    add(button, 'strong', m.subject || '(no subject)').dir = 'auto';
    add(button, 'span', readers(m));
    add(button, 'small', new Date(m.acceptedAt).toLocaleString());
    button.onclick = () => show(m.messageId, true);
    if (m.messageId === focused) button.focus();
  }
  const all = messages.length === 1 ? '1 mail' : `${messages.length} mails`;
  $('state').textContent = word ? `${hits.length} of ${all}` : all;
}

async function show(id, focus) {
  const answer = await fetch('/inbox/' + encodeURIComponent(id));
  if (!answer.ok) { $('mail').replaceChildren(); add($('mail'), 'p', await answer.text()); return; }
  const mail = await answer.json();
  report = null;
  chosen = id;
  history.replaceState(null, '', '#' + encodeURIComponent(id));
  list();
  $('mail').replaceChildren($('shown').content.cloneNode(true));
  const page = $('mail'), fields = page.querySelector('dl'), title = page.querySelector('h2');
  title.textContent = mail.subject || '(no subject)';
  title.dir = 'auto';
  const rows = { From: mail.from, To: mail.to.join(', '), Cc: mail.cc.join(', '), Bcc: mail.bcc.join(', '),
    Id: mail.unit, Tenant: mail.tenant, 'SES id': mail.messageId };
  for (const [name, value] of Object.entries(rows)) if (value) { add(fields, 'dt', name); add(fields, 'dd', value); }
  const fault = page.querySelector('.fault');
  fault.hidden = !mail.renderingFailure;
  fault.textContent = mail.renderingFailure ?? '';
  mail.attachments.forEach((file, i) => {
    const link = add(add(page.querySelector('.files'), 'li'), 'a', `${file.fileName} (${file.bytes} bytes)`);
    link.href = `/inbox/${encodeURIComponent(id)}/attachments/${i}`;
    page.querySelector('section').hidden = false;
  });
  page.querySelector('[data-view=history]').hidden = $('status').hidden || !mail.unit;
  page.querySelectorAll('[data-view]').forEach(b => b.onclick = () => { view = b.dataset.view; body(mail); });
  for (const control of ['width', 'dark', 'remote']) $(control).onchange = () => body(mail);
  body(mail);
  if (focus) page.focus();
}

async function body(mail) {
  const shown = view === 'html' && !mail.html ? 'text' : view, id = encodeURIComponent(mail.messageId);
  document.querySelectorAll('[data-view]').forEach(b => b.setAttribute('aria-pressed', b.dataset.view === shown));
  document.querySelector('.reader').hidden = shown !== 'html';
  $('view').replaceChildren();
  if (shown === 'history') {
    const entry = mail.tags['postrider-entry'], unit = mail.unit + (entry ? '#' + entry : '');
    const known = await ask('units/' + encodeURIComponent(unit));
    const events = await ask('events/' + encodeURIComponent(mail.unit));
    if (view !== 'history' || chosen !== mail.messageId) return;
    $('view').replaceChildren();
    tell($('view'), known.units ?? known);
    add($('view'), 'h3', 'Status events');
    tell($('view'), events.map(e => e.detail));
    return;
  }
  if (shown === 'html') {
    const frame = document.createElement('iframe');
    frame.title = 'The mail as its reader sees it';
    frame.setAttribute('sandbox', '');
    frame.style.width = $('width').value;
    frame.style.colorScheme = $('dark').checked ? 'dark' : 'light';
    if ($('dark').checked) frame.style.background = '#121212';
    frame.src = `/inbox/${id}/html${$('remote').checked ? '?remote=true' : ''}`;
    $('view').append(frame);
    return;
  }
  const text = add($('view'), 'pre', shown === 'text' ? mail.text ?? '(no text part)' : '');
  text.dir = 'auto';
  if (shown === 'text') return;
  const source = await (await fetch(`/inbox/${id}.eml`)).text();
  text.textContent = shown === 'source' ? source : source.split(/\r?\n\r?\n/, 1)[0];
}

async function ask(what) { return (await fetch('/stack/' + what)).json(); }

async function tellStack(what, title, focus) {
  const answer = await ask(what);
  if (focus) {
    report = what;
    chosen = null;
    history.replaceState(null, '', ' ');
    list();
  } else if (report !== what) return;
  $('mail').replaceChildren();
  add($('mail'), 'h2', title);
  if (what === 'status') tellStatus($('mail'), answer);
  else tell($('mail'), answer.suppressions ?? answer);
  if (focus) $('mail').focus();
}

async function reports() {
  if (!(await fetch('/stack/status')).ok) return;
  for (const [id, title] of [['status', 'Queues and pace'], ['suppressions', 'Suppressions']]) {
    $(id).hidden = false;
    $(id).onclick = () => tellStack(id, title, true);
    setInterval(() => report === id && tellStack(id, title, false).catch(() => {}), 5000);
  }
  const known = document.querySelector('[data-view=history]');
  if (known) known.hidden = false;
}

async function live() {
  for (;;) {
    try {
      const answer = await fetch(`/inbox-changes?after=${version}`);
      version = Number(await answer.text());
      messages = await (await fetch('/inbox?limit=10000')).json();
      list();
    } catch {
      $('state').textContent = 'The stack does not answer; trying again.';
      await new Promise(done => setTimeout(done, 2000));
    }
  }
}

$('search').oninput = list;
$('clear').onclick = async () => {
  if (!confirm('Forget every mail of the inbox?')) return;
  await fetch('/inbox', { method: 'DELETE' });
  chosen = null;
  report = null;
  $('mail').replaceChildren();
};
live();
reports();
if (location.hash) show(decodeURIComponent(location.hash.slice(1)), false);
