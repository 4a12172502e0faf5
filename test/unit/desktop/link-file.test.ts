import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  addDefaultApplication,
  isDefaultApplication,
  removeDefaultApplication,
} from '../../../src/main/desktop/default-application';
import { openLinkFile } from '../../../src/main/desktop/link-file';
import { readExec } from '../../support/read-exec';

const COMMAND = ['/opt/electron', '--no-sandbox', '/home/ada/my apps/spidergate', '--data-dir', '/tmp/100%'];
const CHOICE = { type: 'x-scheme-handler/spidergate', application: 'spidergate-links.desktop' };
const OTHERS = [
  '# mine',
  '[Added Associations]',
  'x-scheme-handler/spidergate=other.desktop;',
  '',
  '[Default Applications]',
  'text/html=firefox.desktop;',
  '',
].join('\n');

function setUp() {
  const home = mkdtempSync(path.join(tmpdir(), 'sg-links-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const configHome = path.join(home, 'config');
  const list = path.join(configHome, 'mimeapps.list');
  return { link: openLinkFile({ dataHome: path.join(home, 'share'), configHome }), configHome, list };
}

describe('the file for links', () => {
  it('starts just this command with the link, and goes without a trace', () => {
    const { link, list } = setUp();
    expect(link.isFor(COMMAND)).toBe(false);
    link.write(COMMAND);
    expect(link.isFor(COMMAND)).toBe(true);
    expect(link.isFor([...COMMAND, '--data-dir', '/elsewhere'])).toBe(false);
    const text = readFileSync(link.file, 'utf8');
    expect(readExec(text)).toEqual([...COMMAND, '%u']);
    expect(text).toContain('MimeType=x-scheme-handler/spidergate;');
    link.remove();
    link.remove();
    expect([existsSync(link.file), existsSync(list), link.isFor(COMMAND)]).toEqual([false, false, false]);
  });

  it('is off when the person has chosen another program, whose choice then stays', () => {
    const { link, list } = setUp();
    link.write(COMMAND);
    const chosen = readFileSync(list, 'utf8').replace('spidergate-links', 'other');
    writeFileSync(list, chosen);
    expect(link.isFor(COMMAND)).toBe(false);
    link.remove();
    expect(readFileSync(list, 'utf8')).toBe(chosen);
  });

  it('leaves what other programs have in the list as it was', () => {
    const { link, list, configHome } = setUp();
    mkdirSync(configHome);
    writeFileSync(list, OTHERS);
    link.write(COMMAND);
    expect(readFileSync(list, 'utf8')).toContain('text/html=firefox.desktop;');
    link.remove();
    expect(readFileSync(list, 'utf8')).toBe(OTHERS);
  });
});

it('whatever a list holds, adding makes it the default once, and removing takes away nothing else', () => {
  const lines = fc.array(
    fc.constantFrom(
      '[Default Applications]',
      '[Added Associations]',
      'text/html=a.desktop;',
      'x-scheme-handler/spidergate=other.desktop;',
      '# said by hand',
      '',
    ),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(lines, (before) => {
      const list = before.join('\n');
      const added = addDefaultApplication(list, CHOICE);
      expect(isDefaultApplication(added, CHOICE)).toBe(true);
      expect(addDefaultApplication(added, CHOICE)).toBe(added);
      const removed = removeDefaultApplication(added, CHOICE);
      expect(isDefaultApplication(removed, CHOICE)).toBe(false);
      const kept = (text: string) => text.split('\n').filter((line) => /html|said|Added/.test(line));
      expect(kept(removed)).toEqual(kept(list));
    }),
  );
});
