import { expect, it } from 'vitest';
import { embeddedProviders } from '../../../src/main/providers';

/** A key of these is taken, and has to come from somewhere. */
const takers = embeddedProviders.filter(
  ({ auth, kind, refused }) => auth !== 'none' && kind !== 'local' && kind !== 'builtin' && refused === null,
);

it.each(takers.map((provider) => [provider.id, provider] as const))(
  'has a page where a key of %s is made, and a variable that it is known by',
  (_id, { keyUrl, envNames }) => {
    expect(keyUrl).toMatch(/^https:\/\//);
    expect(envNames.length).toBeGreaterThan(0);
  },
);
