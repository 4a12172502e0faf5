import { describe, expect, it } from 'vitest';
import { embeddedProviders } from '../../../../src/main/providers';
import { createSecretJudge } from '../../../../src/main/services/key-import/judge-secret';
import { parseEnvironment, parseText } from '../../../../src/main/services/key-import/parse-text';
import { createProviderSigns } from '../../../../src/main/services/key-import/provider-signs';
import { recogniseFound } from '../../../../src/main/services/key-import/recognise-found';

const signs = createProviderSigns(embeddedProviders.map((provider) => ({ provider, embedded: provider })));
const judge = createSecretJudge(signs);

const GROQ = 'gsk_0123456789abcdefghijklmnop';
const ROUTER = 'sk-or-v1-0123456789abcdefghijklmnop';
const SK = 'sk-0123456789abcdefghijklmnopqrstuv';
const HEX = '0123456789abcdef0123456789abcdef';

/** What is found, as `provider secret` lines. */
function find(text: string, fileName?: string) {
  const parsed = parseText(text, judge, fileName);
  return {
    format: parsed.format,
    keys: parsed.keys.map((key) => `${recogniseFound(key, signs).provider ?? '?'} ${key.secret}`),
  };
}

describe('finding keys in a text', () => {
  it.each<[string, string, string, string[]]>([
    ['one key', GROQ, 'list', [`groq ${GROQ}`]],
    ['a list', `${GROQ}\n\n${ROUTER}\r\n`, 'list', [`groq ${GROQ}`, `openrouter ${ROUTER}`]],
    [
      'a list with words',
      `Deepseek: ${SK}\nmy groq one ${GROQ} # home`,
      'env',
      [`deepseek ${SK}`, `groq ${GROQ}`],
    ],
    ['a header as curl has it', `-H "Authorization: Bearer ${GROQ}"`, 'list', [`groq ${GROQ}`]],
    [
      'exports, quotes, comments and blanks',
      `# GROQ_API_KEY=gsk_old_0123456789abcdef\nexport GROQ_API_KEY="${GROQ}" # mine\nMISTRAL_API_KEY = '${HEX}'\nPORT=3000\nDATABASE_URL=postgres://u:p@h/db`,
      'env',
      [`groq ${GROQ}`, `mistral ${HEX}`],
    ],
    [
      'PowerShell and Windows',
      `$env:OPENAI_API_KEY = "${SK}"\nset GROQ_API_KEY=${GROQ}`,
      'env',
      [`openai ${SK}`, `groq ${GROQ}`],
    ],
    [
      'numbered and prefixed variables',
      `GROQ_API_KEY_2=${GROQ}\nVITE_DEEPSEEK_API_KEY=${SK}`,
      'env',
      [`groq ${GROQ}`, `deepseek ${SK}`],
    ],
    [
      'references and placeholders',
      `GROQ_API_KEY=\${GROQ}\nOPENAI_API_KEY=sk-xxxxxxxxxxxxxxxxxxxx\nMISTRAL_API_KEY=your-key-goes-here-1`,
      'env',
      [],
    ],
    [
      'editor settings with comments',
      `{\n  // mine\n  "cline.openRouterApiKey": "${ROUTER}",\n  "roo.deepSeekApiKey": "${SK}",\n  "editor.fontSize": 13,\n}`,
      'json',
      [`openrouter ${ROUTER}`, `deepseek ${SK}`],
    ],
    [
      'endpoints in a list, told by their neighbours',
      JSON.stringify({
        endpoints: {
          custom: [
            { name: 'Mistral', apiKey: HEX, baseURL: 'https://api.mistral.ai/v1' },
            { name: 'mine', apiKey: SK, baseURL: 'https://api.deepseek.com' },
          ],
        },
      }),
      'json',
      [`mistral ${HEX}`, `deepseek ${SK}`],
    ],
    [
      'providers by name',
      JSON.stringify({ groq: GROQ, cerebras: ['csk-0123456789abcdefghij'] }),
      'json',
      [`groq ${GROQ}`, 'cerebras csk-0123456789abcdefghij'],
    ],
    [
      'CSV with a header',
      `provider;key;label\nMistral;${HEX};home\nDeepSeek;${SK};"work; shared"`,
      'csv',
      [`mistral ${HEX}`, `deepseek ${SK}`],
    ],
    ['CSV without one', `groq,${GROQ},home\nmistral,${HEX},work`, 'csv', [`groq ${GROQ}`, `mistral ${HEX}`]],
    ['something broken', `{"groq": "${GROQ}"`, 'list', [`groq ${GROQ}`]],
    ['nothing', 'hello there', 'list', []],
  ])('%s', (_name, text, format, keys) => {
    expect(find(text)).toEqual({ format, keys });
  });

  it('takes what a key is called from beside it, but not from a second secret', () => {
    const text = `provider,key,label,account,workspace\ngroq,${GROQ},home,me@example.org,Brand\nopenrouter,${ROUTER},${SK},,`;
    expect(parseText(text, judge).keys).toMatchObject([
      { label: 'home', account: 'me@example.org', workspace: 'Brand' },
      { label: null, account: null },
    ]);
  });

  it('does not take a password of something else for a key', () => {
    expect(find('DB_PASSWORD=aB3dE5gH7jK9mN1pQ3sT5\nSESSION_ID=0123456789abcdefghijkl').keys).toEqual([]);
  });

  it('goes by a prefix before a name, by an address before a name, and asks where several fit', () => {
    expect(find(`OPENAI_API_KEY=${GROQ}`).keys).toEqual([`groq ${GROQ}`]);
    const [shared] = parseText(SK, judge).keys;
    if (!shared) throw new Error('nothing found');
    expect(recogniseFound(shared, signs)).toMatchObject({ provider: null, by: null });
    expect(recogniseFound(shared, signs).choices).toContain('deepseek');
  });

  it('looks at variables in the environment only under names that are known', () => {
    const environment = { GROQ_API_KEY: GROQ, MY_TOKEN: SK, OPENAI_API_KEY: undefined };
    const { keys } = parseEnvironment(environment, ['GROQ_API_KEY', 'OPENAI_API_KEY'], [], judge);
    expect(keys.map(({ name }) => name)).toEqual(['GROQ_API_KEY']);
  });

  it('ends soon on documents that are deep, long or hostile', () => {
    const started = performance.now();
    find(`${'['.repeat(20_000)}`);
    find('a=b\n'.repeat(100_000));
    find(`${'x'.repeat(1_000_000)}`);
    find(`"${'\\"'.repeat(200_000)}`);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
