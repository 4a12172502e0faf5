// `npm test [-- step …]`: sets up what is missing, then runs every check and test; one that fails hides no other.
// Ends with the line "N passed, N failed". Steps: lint types layers unused unit contract faults e2e.
import { openVirtualDisplay } from './setup/display.mjs';
import { prepareApp, preparePackages } from './setup/prepare.mjs';
import { runtimeVariables } from './setup/runtime.mjs';
import { SetupError, say, sayError } from './setup/say.mjs';
import { runEndToEnd } from './testing/end-to-end.mjs';
import { openScan, reportScan } from './testing/secrets-scan.mjs';
import { runStaticChecks, staticSteps } from './testing/static-checks.mjs';
import { addTallies, describeTally, noTally, oneFailure } from './testing/tally.mjs';
import { runVitest, vitestProjects } from './testing/vitest.mjs';

const allSteps = [...staticSteps, ...vitestProjects, 'e2e'];

async function test(steps) {
  await preparePackages();
  const chosen = (names) => names.filter((name) => steps.includes(name));
  // Set up first, so that a missing system package is known at once; a broken build still hides no other result.
  const app = steps.includes('e2e') ? await tryPrepareApp() : undefined;
  const tally = await runStaticChecks(chosen(staticSteps));
  if (!app && chosen(vitestProjects).length === 0) return tally;
  return addTallies(tally, await runWatched(chosen(vitestProjects), app));
}

/** What the tests leave behind is searched for the secrets they used. */
async function runWatched(projects, app) {
  const scan = openScan();
  let found = noTally;
  try {
    let tally = noTally;
    if (projects.length > 0) tally = addTallies(tally, await runVitest(projects, scan.env));
    if (app) tally = addTallies(tally, await testInElectron(app, scan.env));
    found = reportScan(scan.folder, [...projects, ...(app?.runtime ? ['e2e'] : [])]);
    return addTallies(tally, found);
  } finally {
    if (found.failed > 0) say(`The places are below ${scan.folder}; remove it when you have looked.`);
    else scan.close();
  }
}

async function tryPrepareApp() {
  try {
    return { runtime: await prepareApp({ tests: true }) };
  } catch (error) {
    sayError(error);
    return { error };
  }
}

async function testInElectron({ runtime, error }, variables) {
  if (error) {
    say('\nThe tests in Electron could not run:');
    sayError(error);
    return oneFailure;
  }
  const display = await openVirtualDisplay();
  try {
    return await runEndToEnd({ ...runtimeVariables(runtime), ...display.env, ...variables });
  } finally {
    display.close();
  }
}

/** `npm test -- unit e2e` and `npm test -- --only=unit,e2e` are the same. */
function readSteps(args) {
  const names = args.flatMap((arg) => arg.replace(/^--only=/, '').split(','));
  const unknown = names.filter((name) => !allSteps.includes(name));
  if (unknown.length > 0)
    throw new SetupError(`Unknown step: ${unknown.join(', ')}. Steps: ${allSteps.join(', ')}.`);
  return names.length > 0 ? names : allSteps;
}

let total = noTally;
try {
  total = await test(readSteps(process.argv.slice(2)));
} catch (error) {
  sayError(error);
  total = oneFailure;
}
process.exitCode = total.failed > 0 ? 1 : 0;
process.stdout.write(`\n${describeTally(total)}\n`);
