import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTestClock } from '../../../support/gateway-world';
import { createServiceWorld } from '../../../support/service-world';
import { errorOf } from '../service-fixtures';

const GROQ = 'gsk_0123456789abcdefghijklmnop';
const SK = 'sk-0123456789abcdefghijklmnopqrstuv';
const FLARE = 'cfut_0123456789abcdefghijklmnop';

describe('importing keys', () => {
  it('shows what it found masked, then stores it with what was chosen', async () => {
    const { services, keyRing } = await createServiceWorld();
    const text = `GROQ_API_KEY=${GROQ}\nTHING_KEY=${SK}\nCLOUDFLARE_API_TOKEN=${FLARE}\nCLOUDFLARE_ACCOUNT_ID=abc123\nPORT=3000`;
    const preview = services.keyImport.preview({ text });
    expect(preview).toMatchObject({
      format: 'env',
      ignored: 2,
      entries: [
        { id: 'k1', name: 'GROQ_API_KEY', state: 'ready', provider_name: 'groq', masked: 'gsk_…mnop' },
        { id: 'k2', state: 'ask', provider_name: null },
        { id: 'k3', state: 'ready', provider_name: 'cloudflare', fields: { account_id: 'abc123' } },
      ],
    });
    const keys = services.keyImport.import({
      session_id: preview.session_id,
      keys: [
        { id: 'k1', provider_name: 'groq', key_label: 'home' },
        { id: 'k2', provider_name: 'deepseek' },
        { id: 'k3', provider_name: 'cloudflare', fields: { account_id: 'abc123' } },
      ],
    });
    expect(keys.map(({ provider_name }) => provider_name)).toEqual(['groq', 'deepseek', 'cloudflare']);
    expect(keyRing.secretOf(keys[1]?.id ?? '')).toEqual({ ok: true, secret: SK });
    const again = { session_id: preview.session_id, keys: [{ id: 'k1', provider_name: 'groq' }] };
    expect(errorOf(() => services.keyImport.import(again)).code).toBe('not_found');
  });

  it.each([
    ['JSON', (key: string, id: string) => JSON.stringify({ cloudflare: { account_id: id, api_token: key } })],
    ['JSON of another hand', (key: string, id: string) => JSON.stringify([{ accountId: id, token: key }])],
    ['CSV', (key: string, id: string) => `provider,account_id,api_key\ncloudflare,${id},${key}`],
    ['variables', (key: string, id: string) => `CLOUDFLARE_ACCOUNT_ID=${id}\nCLOUDFLARE_API_TOKEN=${key}`],
  ])('takes an account id beside a key for what it is, in %s', async (_format, write) => {
    const { services } = await createServiceWorld();
    const id = '0123456789abcdef0123456789abcdef';
    const text = write('cfut_Ab3dEf6hIj9lMn2pQr5tUv8xYz1Bc4De', id);
    expect(services.keyImport.preview({ text }).entries).toMatchObject([
      { provider_name: 'cloudflare', masked: 'cfut_…c4De', fields: { account_id: id } },
    ]);
  });

  it('takes the cell that begins like a key where another is as long', async () => {
    const { services } = await createServiceWorld();
    const text = '0123456789abcdef0123456789abcdef,cfut_Ab3dEf6hIj9lMn2pQr5tUv8xYz1Bc4De';
    expect(services.keyImport.preview({ text, file_name: 'keys.csv' }).entries).toMatchObject([
      { provider_name: 'cloudflare', masked: 'cfut_…c4De' },
    ]);
  });

  it('stores all or none, and says which one is wrong', async () => {
    const { services } = await createServiceWorld();
    const { session_id } = services.keyImport.preview({ text: `${GROQ}\n${FLARE}` });
    const wrong = errorOf(() =>
      services.keyImport.import({
        session_id,
        keys: [
          { id: 'k1', provider_name: 'groq' },
          { id: 'k2', provider_name: 'cloudflare' },
        ],
      }),
    );
    expect(wrong).toMatchObject({ code: 'invalid_request_error', param: 'keys.1.fields' });
    expect(services.keys.list()).toEqual([]);
    // Nothing is lost by a mistake.
    services.keyImport.import({ session_id, keys: [{ id: 'k1', provider_name: 'groq' }] });
    expect(services.keys.list()).toHaveLength(1);
  });

  it('sees duplicates in the text and in the vault', async () => {
    const { services } = await createServiceWorld();
    services.keys.create({ provider_name: 'groq', api_key: GROQ, key_label: 'home' });
    const { entries } = services.keyImport.preview({ text: `${GROQ}\n${SK}\n${SK}` });
    expect(entries).toMatchObject([
      { state: 'duplicate', provider_name: 'groq', reason: 'In the vault already, as "home".' },
      { state: 'ask' },
    ]);
  });

  it('says why it refuses', async () => {
    const { services } = await createServiceWorld();
    const text =
      'sk-ant-oat01-0123456789abcdef\ncfk_0123456789abcdef01\nGITHUB_TOKEN=ghp_0123456789abcdefghij';
    const { entries } = services.keyImport.preview({ text });
    expect(entries.map(({ state }) => state)).toEqual(['refused', 'refused', 'refused']);
    expect(entries.map(({ reason }) => reason).join()).toMatch(/subscription.*Cloudflare.*shut down/s);
  });

  it('forgets what it found when asked, when the vault is locked, and after ten minutes', async () => {
    const clock = createTestClock();
    const { services, vault } = await createServiceWorld({ clock });
    const open = () => services.keyImport.preview({ text: GROQ }).session_id;
    const isGone = (session_id: string) =>
      errorOf(() => services.keyImport.import({ session_id, keys: [{ id: 'k1', provider_name: 'groq' }] }))
        .code;
    const asked = open();
    services.keyImport.forget({ session_id: asked });
    expect(isGone(asked)).toBe('not_found');
    const timed = open();
    await clock.advance(10 * 60_000);
    expect(isGone(timed)).toBe('not_found');
    const locked = open();
    vault.lock();
    expect(isGone(locked)).toBe('not_found');
    expect(errorOf(open).code).toBe('vault_locked');
  });

  it('finds keys of the environment on request, and no others there', async () => {
    const environment = {
      GROQ_API_KEY: GROQ,
      SECRET_TOKEN: SK,
      CF_API_TOKEN: FLARE,
      CF_ACCOUNT_ID: 'abc123',
    };
    const { services } = await createServiceWorld({ environment });
    const { entries, format } = services.keyImport.preview({ environment: true });
    expect(format).toBe('environment');
    expect(entries).toMatchObject([
      { name: 'GROQ_API_KEY', provider_name: 'groq' },
      { name: 'CF_API_TOKEN', provider_name: 'cloudflare', fields: { account_id: 'abc123' } },
    ]);
  });

  it('shows no secret, wherever in a text one stands', async () => {
    const { services } = await createServiceWorld();
    const body = fc.string({
      unit: fc.constantFrom(...'abcdefghijkmnpqrstuvwxyz23456789'),
      minLength: 24,
      maxLength: 40,
    });
    const secret = fc
      .tuple(fc.constantFrom('gsk_', 'sk-', 'sk-or-v1-', 'hf_', 'AIza', 'sk-ant-oat'), body)
      .map(([prefix, rest]) => `${prefix}a1${rest}`);
    const shape = fc.constantFrom<(left: string, right: string) => string>(
      (left, right) => `${left}\n${right}`,
      (left, right) => `${left} ${right} # ${left}`,
      (left, right) => `A_KEY=${left}\n${right}=1\nB_TOKEN="${right}"`,
      (left, right) => JSON.stringify({ [left]: { apiKey: right, name: left, label: right, account: left } }),
      (left, right) => `key,label,account,provider\n${left},${right},${right},${right}`,
      (left, right) => `${left},${right},x ${left}`,
      (left, right) => JSON.stringify([{ providers: { [`${left}/${right}`]: left } }]),
    );
    fc.assert(
      fc.property(secret, secret, shape, (left, right, write) => {
        const shown = JSON.stringify(services.keyImport.preview({ text: write(left, right) }));
        return !shown.includes(left) && !shown.includes(right);
      }),
      { numRuns: 150 },
    );
  });
});
