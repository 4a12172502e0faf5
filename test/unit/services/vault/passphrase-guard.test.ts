import { expect, it } from 'vitest';
import { createPassphraseGuard } from '../../../../src/main/services/vault/passphrase-guard';
import { createSystemClock } from '../../../../src/main/system-clock';

function makeGuard() {
  let now = 0;
  const guard = createPassphraseGuard({ clock: { ...createSystemClock(), monotonic: () => now } });
  let tried = 0;
  const attempt = (isRight: boolean) => async () => {
    tried += 1;
    return isRight;
  };
  const tryOne = async (isRight: boolean): Promise<string> => {
    try {
      await guard.admit('passphrase', attempt(isRight));
      return 'in';
    } catch (error) {
      return error instanceof Error && 'code' in error ? String(error.code) : 'failed';
    }
  };
  const pass = (ms: number) => {
    now += ms;
  };
  return { tryOne, tried: () => tried, pass };
}

it('lets nobody try faster than the growing wait allows, not even with the right one', async () => {
  const { tryOne, tried, pass } = makeGuard();
  for (let count = 0; count < 3; count += 1) expect(await tryOne(false)).toBe('invalid_request_error');
  for (const wait of [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]) {
    const before = tried();
    pass(wait - 1);
    expect(await tryOne(true)).toBe('rate_limit_exceeded');
    expect(tried()).toBe(before);
    pass(1);
    expect(await tryOne(false)).toBe('invalid_request_error');
  }
});

it('counts a thousand attempts at once one after the other', async () => {
  const { tryOne, tried } = makeGuard();
  const answers = await Promise.all(Array.from({ length: 1000 }, () => tryOne(false)));
  expect(tried()).toBe(3);
  expect(answers.filter((answer) => answer === 'rate_limit_exceeded')).toHaveLength(997);
});

it('forgets the failures once the right one came', async () => {
  const { tryOne } = makeGuard();
  await tryOne(false);
  await tryOne(false);
  expect(await tryOne(true)).toBe('in');
  await tryOne(false);
  await tryOne(false);
  expect(await tryOne(true)).toBe('in');
});
