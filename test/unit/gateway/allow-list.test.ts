import { describe, expect, it } from 'vitest';
import { isAllowed } from '../../../src/main/gateway/allow-list';

describe('an allow-list', () => {
  it.each([
    [[], 'anything', true],
    [['spideriq/coding'], 'spideriq/coding', true],
    [['spideriq/coding'], 'spideriq/coding-2', false],
    [['spideriq/*'], 'spideriq/coding', true],
    [['spideriq/*'], 'agent/coding', false],
    [['*'], 'x/y/z', true],
    [['groq/*-120b'], 'groq/openai/gpt-oss-120b', true],
    [['groq/*-120b'], 'groq/openai/gpt-oss-20b', false],
    [['a*b*c'], 'axxbyyc', true],
    [['a*a'], 'a', false],
    [['a.c'], 'abc', false],
  ])('%j lets %s through: %s', (allowed, name, expected) => {
    expect(isAllowed(allowed, name)).toBe(expected);
  });
});
