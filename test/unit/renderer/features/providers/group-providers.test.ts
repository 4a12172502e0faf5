import { describe, expect, it } from 'vitest';
import { groupProviders } from '../../../../../src/renderer/features/providers/group-providers';
import { makeProvider } from '../../make-provider';

const ids = (...args: Parameters<typeof groupProviders>) =>
  groupProviders(...args).flatMap(({ members }) => members.map(({ id }) => id));

describe('which providers are shown', () => {
  const providers = [
    makeProvider({ id: 'groq', free_tier: '30 a minute', private_prompts: true }),
    makeProvider({ id: 'mistral', free_tier: '1 a second', private_prompts: false }),
    makeProvider({ id: 'openai', free_tier: null, private_prompts: true }),
    makeProvider({ id: 'gone', free_tier: 'once', private_prompts: true, refused: 'It was shut down.' }),
  ];

  it('keeps one that trains on prompts, or cannot be used, out of the private ones', () => {
    expect(ids(providers, '', 'private')).toEqual(['groq', 'openai']);
  });

  it('finds free tiers that can be had', () => {
    expect(ids(providers, '', 'free')).toEqual(['groq', 'mistral']);
    expect(ids(providers, 'mis', 'free')).toEqual(['mistral']);
  });

  it('hides none unless asked to', () => {
    expect(ids(providers, '')).toHaveLength(4);
  });
});
