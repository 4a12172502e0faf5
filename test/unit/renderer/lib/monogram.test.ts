import { describe, expect, it } from 'vitest';
import { chooseHue, writeInitials } from '../../../../src/renderer/lib/monogram';

describe('writeInitials', () => {
  it.each([
    ['Groq', 'Gr'],
    ['Cloudflare Workers AI', 'CW'],
    ['llama.cpp', 'LC'],
    ['x', 'X'],
    ['—', '?'],
  ])('marks %s as %s', (name, initials) => {
    expect(writeInitials(name)).toBe(initials);
  });
});

describe('chooseHue', () => {
  it('tells the providers apart that most people have', () => {
    const ids = ['groq', 'google', 'openrouter', 'cerebras', 'mistral', 'openai', 'anthropic', 'ollama'];
    const looks = ids.map((id) => JSON.stringify(chooseHue(id)));
    expect(new Set(looks).size).toBe(ids.length);
  });
});
