import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { openAutostartFile } from '../../../src/main/desktop/autostart-file';
import { readExec } from '../../support/read-exec';

function setUp() {
  const folder = mkdtempSync(path.join(tmpdir(), 'sg-autostart-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const inner = path.join(folder, 'not', 'there yet');
  const file = path.join(inner, 'spidergate.desktop');
  return { autostart: openAutostartFile(inner), file };
}

it('any path and argument comes back as it was, whatever signs are in it', () => {
  const { autostart, file } = setUp();
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1 }), (command) => {
      const words = command.map((word) => word.replace(/[\0\r]/g, 'x'));
      autostart.write(words);
      expect(readExec(readFileSync(file, 'utf8'))).toEqual(words);
    }),
    { numRuns: 60 },
  );
});

it('is on once it is written, and off once it is removed, twice too', () => {
  const { autostart } = setUp();
  expect(autostart.exists()).toBe(false);
  autostart.write(['/opt/spidergate', '--hidden']);
  expect(autostart.exists()).toBe(true);
  autostart.remove();
  autostart.remove();
  expect(autostart.exists()).toBe(false);
});

it('believes a desktop that has switched it off', () => {
  const { autostart, file } = setUp();
  autostart.write(['/opt/spidergate']);
  writeFileSync(file, `${readFileSync(file, 'utf8')}Hidden=true\n`);
  expect(autostart.exists()).toBe(false);
});
