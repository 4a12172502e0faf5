import { describe, expect, it } from 'vitest';
import { embeddedProviders } from '../../../src/main/providers';
import { recogniseKey } from '../../../src/shared/domain/recognise-key';

const providers = embeddedProviders.map(({ id, keyPrefixes }) => ({ id, key_prefixes: keyPrefixes }));

describe('recogniseKey', () => {
  it.each([
    ['gsk_abc', ['groq']],
    ['  gsk_abc\n', ['groq']],
    ['sk-or-v1-abc', ['openrouter']],
    ['sk-ant-api03-abc', ['anthropic']],
    ['sk-proj-abc', ['openai']],
    ['sk-abc', ['moonshot', 'deepseek', 'siliconflow', 'dashscope', 'openai']],
    ['AIzaabc', ['google']],
    ['0123456789', []],
    ['', []],
  ])('%j is one of %j', (secret, candidates) => {
    expect(recogniseKey(secret, providers)).toEqual({ candidates, refused: null });
  });

  it.each(['sk-ant-oat01-abc', 'cfk_abc', 'ya29.abc', 'sk_live_abc', 'spideriq_pat_abc'])(
    'refuses %s with a reason that does not repeat it',
    (secret) => {
      const { refused } = recogniseKey(secret, providers);
      expect(refused).toBeTruthy();
      expect(refused).not.toContain(secret);
    },
  );
});
