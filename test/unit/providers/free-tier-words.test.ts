import { describe, expect, it } from 'vitest';
import { embeddedProviders } from '../../../src/main/providers';

/** What a row of the providers page has room for at 1280 pixels. */
const LONGEST = 90;

describe('what providers give for nothing, as people read it', () => {
  it.each(embeddedProviders.map(({ id, freeTier }) => [id, freeTier ?? '']))('of %s', (_id, text) => {
    expect(text).toMatch(/^[A-Z0-9$].*\.$/);
    // Not the notes it was taken from.
    expect(text).not.toMatch(/\b(?:RPM|RPD|TPM|TPD|RPS|BYOK|PAYG)\b|\d\dK\b/);
    expect(text.length).toBeLessThanOrEqual(LONGEST);
  });

  it('says when it was looked up, wherever it is somebody else who gives it', () => {
    const undated = embeddedProviders.filter(
      ({ freeTierAsOf, freeTierKind }) => freeTierAsOf === null && freeTierKind !== 'local',
    );
    expect(undated).toEqual([]);
  });
});
