'use strict';
// Asks what the operator's commands answer, and shows it. Addresses travel in bodies, never in an address line.
const PATIENCE = 150_000;
let about = { everySeconds: 30 }, known = null, asking = false, alarmsSaid = '';

async function ask(path, question) {
  try {
    const answer = await fetch(path, {
      signal: AbortSignal.timeout(PATIENCE),
      ...question && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(question) },
    });
    return answer.ok ? await answer.json() : { problem: await answer.text() };
  } catch (e) {
    return { problem: e.name === 'TimeoutError' ? `There was no answer in ${span(PATIENCE / 1000)}.`
      : 'The console does not answer: its command was ended. Start it again, and open the address that it prints.' };
  }
}

function tellProblem(parent, problem) { add(parent, 'p', problem).className = 'fault'; }

function age() { return span((Date.now() - known.readAt) / 1000); }

// Every second, so in elements that a screen reader does not announce.
function tellState() {
  $('state').textContent = asking && !known ? 'Reading …' : known ? `Read ${age()} ago` : 'Not read yet';
  $('stale').textContent = known ? `What is below is ${age()} old.` : '';
}

async function refresh() {
  if (asking || document.hidden) return;
  asking = true;
  tellState();
  const status = await ask('status');
  asking = false;
  $('fault').hidden = !status.problem;
  // Once only: a screen reader announces each change.
  if ($('problem').textContent !== (status.problem ?? '')) $('problem').textContent = status.problem ?? '';
  if (!status.problem) {
    known = { readAt: Date.parse(status.at) };
    const { alarms, stack, at, ...pipeline } = status;
    const focused = $('pipeline').contains(document.activeElement);
    $('pipeline').replaceChildren();
    tellStatus($('pipeline'), pipeline);
    if (focused) $('pipeline').querySelector('.scroll')?.focus();
    await tellAlarms(alarms);
  }
  tellState();
}

// Alarms that stay as they are stay untouched: who reads their runbook keeps the place, by keyboard too.
async function tellAlarms(alarms) {
  const said = JSON.stringify(alarms);
  if (said === alarmsSaid) return;
  const open = new Set([...document.querySelectorAll('#alarms details[open]')].map(d => d.dataset.alarm));
  const shownAlarms = [];
  for (const name of alarms.inAlarm ?? []) {
    const text = alarms.descriptions?.[name] ?? '', section = /#([a-z-]+)\s*$/.exec(text)?.[1];
    const details = document.createElement('details');
    details.dataset.alarm = name;
    details.open = open.has(name);
    const summary = add(details, 'summary');
    add(summary, 'strong', name);
    add(summary, 'span', ' ' + text);
    if (section) add(details, 'pre', (await ask('runbook/' + section)).section ?? 'The runbook of this checkout has no such section.');
    shownAlarms.push(details);
  }
  $('alarms').replaceChildren(...shownAlarms);
  if (alarms.unread) tellProblem($('alarms'), `The alarms could not be read: ${alarms.unread}.`);
  else if (!shownAlarms.length) add($('alarms'), 'p', 'None is on.').className = 'hint';
  alarmsSaid = said;
}

async function tellAbout() {
  const answer = await ask('about');
  if (answer.problem) return;
  about = answer;
  $('place').textContent = about.place;
  document.title = `${about.stack} – Postrider console`;
  $('price').textContent = `Read again every ${about.everySeconds} s while this page is visible; `
    + (about.dollarsAnHour ? `an hour costs about ${about.dollarsAnHour.toFixed(4)} USD (AWS's prices of ${about.pricesOf}).`
      : 'the embedded stack costs nothing.');
}

async function answerForm(event) {
  event.preventDefault();
  const form = event.target, into = $(form.dataset.into), question = Object.fromEntries(new FormData(form, event.submitter));
  into.setAttribute('aria-busy', 'true');
  into.replaceChildren();
  add(into, 'p', 'Reading …').className = 'hint';
  into.asked = question;
  const answer = await ask(form.dataset.ask, question);
  if (into.asked !== question) return; // What was asked there later is wanted.
  into.replaceChildren();
  into.removeAttribute('aria-busy');
  if (question.queue) add(into, 'h3', event.submitter.textContent);
  if (answer.problem) tellProblem(into, answer.problem);
  else tellAnswer(into, form.dataset.ask, answer);
  into.focus();
}

function tellAnswer(into, asked, answer) {
  if (asked === 'unit' && answer.units?.length) {
    const { units, counts, id, ...others } = answer;
    for (const { key, history, recipients, ...facts } of units) {
      add(into, 'h3', key);
      tell(into, facts);
      tell(into, history);
      if (Object.keys(recipients).length) tell(into, Object.entries(recipients).map(([recipient, status]) => ({ recipient, status })));
    }
    for (const [name, list] of Object.entries(others)) if (list.length) { add(into, 'h3', name); tell(into, list); }
  } else if (asked === 'suppressions' && answer.suppressions) {
    tell(into, answer.suppressions);
    if (answer.partial) add(into, 'p', `These are ${answer.suppressions.length}; there are more. Search by address, or list them by command.`);
  } else tell(into, answer);
}

document.querySelectorAll('form').forEach(form => form.onsubmit = answerForm);
document.addEventListener('visibilitychange', () => {
  if (!known || Date.now() - known.readAt > about.everySeconds * 1000) refresh();
});
tellAbout();
refresh();
setInterval(tellState, 1000);
setInterval(refresh, 30_000);
