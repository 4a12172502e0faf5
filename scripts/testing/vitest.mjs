import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { inProject } from '../setup/paths.mjs';
import { runTool, testEnvironment } from './run-tool.mjs';
import { oneFailure, withExitCode } from './tally.mjs';

export const vitestProjects = ['unit', 'contract', 'faults'];

/**
 * Runs the chosen projects in plain Node, where `electron` cannot be imported.
 * @param {Record<string, string>} variables what the secrets scan needs
 */
export async function runVitest(projects, variables) {
  mkdirSync(inProject('artifacts'), { recursive: true });
  const report = inProject('artifacts', 'vitest.json');
  rmSync(report, { force: true });
  const selection = projects.map((name) => `--project=${name}`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await runTool(
    'vitest/vitest.mjs',
    ['run', '--passWithNoTests', ...selection, ...reporters],
    testEnvironment(variables),
  );
  return withExitCode(readReport(report), code);
}

function readReport(file) {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    // A file that does not even load has no tests to count.
    const broken = report.testResults.filter(
      (suite) => suite.status === 'failed' && suite.assertionResults.length === 0,
    );
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + broken.length,
      skipped: report.numPendingTests + report.numTodoTests,
    };
  } catch {
    return oneFailure;
  }
}
