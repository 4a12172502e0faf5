import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findHardCodedText } from '../../support/find-hard-coded-text';

const FOLDER = path.resolve('src/renderer');

describe('every word of the window comes from the catalog', () => {
  it('has none written into its pages', () => {
    const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' });
    const pages = files.filter((file) => /\.tsx?$/.test(file) && !file.startsWith('messages'));
    expect(pages.length).toBeGreaterThan(50);
    const found = pages.flatMap((file) =>
      findHardCodedText(file, readFileSync(path.join(FOLDER, file), 'utf8')).map(
        ({ line, text }) => `${file}:${line} ${text}`,
      ),
    );
    expect(found).toEqual([]);
  });

  it('finds text wherever people would meet it', () => {
    const source = `
      const a = <p>Hello there</p>;
      const b = <p>{isOn ? 'Now on' : \`Off since \${then}\`}</p>;
      const c = <input placeholder="Your name" aria-label={label ?? 'Your name again'} />;
      const d = () => { toast.error('It broke'); toast('Saved now'); };
      const e = <b>{count > 0 && 'several'}</b>;
    `;
    expect(findHardCodedText('page.tsx', source).map(({ line, text }) => `${line} ${text}`)).toEqual([
      '2 Hello there',
      '3 Now on',
      '3 Off since',
      '4 Your name',
      '4 Your name again',
      '5 It broke',
      '5 Saved now',
      '6 several',
    ]);
  });

  it('leaves alone what nobody reads', () => {
    const source = `
      const a = <p className="flex grow" data-testid="row" title={words.title}>{words.lead} · → {n}/{m}</p>;
      const b = <Button variant="primary" onClick={() => goTo('settings')}>{pick('name')}</Button>;
      const c = <b>{kind === 'local' ? words.local : words.cloud}</b>;
    `;
    expect(findHardCodedText('page.tsx', source)).toEqual([]);
  });
});
