import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { inProject } from '../setup/paths.mjs';
import { runTool, testEnvironment } from './run-tool.mjs';
import { oneFailure, withExitCode } from './tally.mjs';

/**
 * Runs Playwright against the built app.
 * @param {Record<string, string>} variables the display and what resolveRuntime() reads
 */
export async function runEndToEnd(variables) {
  mkdirSync(inProject('artifacts'), { recursive: true });
  const report = inProject('artifacts', 'playwright.json');
  rmSync(report, { force: true });
  const env = testEnvironment({ ...variables, PLAYWRIGHT_JSON_OUTPUT_FILE: report });
  // The window must come up on the display of its own, whatever the developer's desktop offers.
  delete env.WAYLAND_DISPLAY;
  const code = await runTool('@playwright/test/cli.js', ['test', '--reporter=list,json'], env);
  return withExitCode(readReport(report), code);
}

function readReport(file) {
  try {
    const { stats } = JSON.parse(readFileSync(file, 'utf8'));
    // "flaky" passed only at a retry; there are none, but it would not be a pass.
    return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
  } catch {
    return oneFailure;
  }
}
