import { describe, expect, it } from 'vitest';
import { createLastApps } from '../../../src/main/services/last-apps';
import { nameApp } from '../../../src/main/services/name-app';

describe('the program a token was seen in', () => {
  it.each([
    ['opencode/1.2.3 (linux; x64) ai-sdk/5', 'opencode/1.2.3'],
    ['OpenAI/Python 1.40.0', 'OpenAI/Python'],
    ['curl/8.5.0', 'curl/8.5.0'],
    [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Cursor/0.45 Chrome/128.0 Electron/32 Safari/537.36',
      'Cursor/0.45',
    ],
    ['Mozilla/5.0 (X11) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0 Safari/537.36', 'Chrome/128.0'],
    ['', null],
    ['(nothing but a comment)', null],
  ])('reads %s', (userAgent, app) => {
    expect(nameApp(userAgent)).toBe(app);
  });

  it('never keeps more than a name of it', () => {
    expect(nameApp(`tool/${'x'.repeat(500)}`)).toHaveLength(60);
  });

  it('writes when the program becomes another, not with every request', () => {
    const written: ReadonlyMap<string, string>[] = [];
    const apps = createLastApps({
      clock: { after: (_ms, _task) => () => undefined },
      stored: new Map([['t1', 'curl/8']]),
      write: (entries) => written.push(entries),
    });
    apps.note('t1', 'curl/8');
    apps.flush();
    expect(written).toEqual([]);
    for (let round = 0; round < 3; round++) apps.note('t1', 'opencode/1');
    apps.flush();
    apps.flush();
    expect(written).toEqual([new Map([['t1', 'opencode/1']])]);
    apps.forget('t1');
    expect(apps.of('t1')).toBeNull();
  });
});
