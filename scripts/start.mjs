// `npm start -- [--hidden] [--data-dir DIR] [--port N]`: sets up what is missing, then runs the app.
import { hasDisplay, openVirtualDisplay } from './setup/display.mjs';
import { prepareApp, preparePackages } from './setup/prepare.mjs';
import { runApp } from './setup/run-app.mjs';
import { say, sayError } from './setup/say.mjs';

async function start(appArgs) {
  await preparePackages();
  const runtime = await prepareApp({ tests: false });
  if (hasDisplay()) return runApp(runtime, appArgs, {});
  const display = await openVirtualDisplay();
  say(`No screen here: using a virtual display (${display.env.DISPLAY}).`);
  try {
    return await runApp(runtime, appArgs, display.env);
  } finally {
    display.close();
  }
}

try {
  process.exitCode = await start(process.argv.slice(2));
} catch (error) {
  sayError(error);
  process.exitCode = 1;
}
