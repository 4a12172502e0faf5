// The layer check: which folder may import which (ARCHITECTURE.md, "Arrows"). Rules are data in layers/rules.mjs.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { findViolations } from './layers/find-violations.mjs';
import { inProject } from './setup/paths.mjs';

const sourceDir = inProject('src');
const files = readdirSync(sourceDir, { recursive: true })
  .map((name) => name.split(path.sep).join('/'))
  .filter((name) => /\.[cm]?tsx?$/.test(name))
  .sort();
const violations = files.flatMap((file) =>
  findViolations(file, readFileSync(path.join(sourceDir, file), 'utf8')),
);

for (const { file, line, message } of violations) process.stdout.write(`src/${file}:${line}  ${message}\n`);
process.stdout.write(
  violations.length === 0
    ? `${files.length} files, every import follows the arrows\n`
    : `${violations.length} imports break the arrows of ARCHITECTURE.md\n`,
);
process.exitCode = violations.length === 0 ? 0 : 1;
