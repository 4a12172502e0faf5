import { describe, expect, it } from 'vitest';
import { groupProviders } from '../../../../../src/renderer/features/providers/group-providers';
import { makeProvider } from '../../make-provider';

const ids = (...args: Parameters<typeof groupProviders>) =>
  groupProviders(...args).flatMap(({ members }) => members.map(({ id }) => id));

describe('which providers are shown', () => {
  const providers = [
    makeProvider({ id: 'groq', free_tier_kind: 'recurring', private_prompts: true }),
    makeProvider({ id: 'mistral', free_tier_kind: 'recurring', private_prompts: false }),
    makeProvider({ id: 'openai', free_tier: 'Paid.', free_tier_kind: 'none', private_prompts: true }),
    makeProvider({
      id: 'gone',
      free_tier_kind: 'recurring',
      private_prompts: true,
      refused: 'It was shut down.',
    }),
  ];

  it('keeps one that trains on prompts, or cannot be used, out of the private ones', () => {
    expect(ids(providers, '', 'private')).toEqual(['groq', 'openai']);
  });

  it('finds free tiers that can be had, not providers that say they have none', () => {
    expect(ids(providers, '', 'free')).toEqual(['groq', 'mistral']);
    expect(ids(providers, 'mis', 'free')).toEqual(['mistral']);
  });

  it('hides none unless asked to', () => {
    expect(ids(providers, '')).toHaveLength(4);
  });
});
