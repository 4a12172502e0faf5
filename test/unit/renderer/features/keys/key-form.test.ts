import { describe, expect, it } from 'vitest';
import {
  guessProvider,
  type KeyFormValues,
  toKeyRequest,
} from '../../../../../src/renderer/features/keys/key-form';
import { keyCreateRequest } from '../../../../../src/shared/ipc/keys';
import { makeProvider } from '../../make-provider';

const groq = makeProvider({ id: 'groq', key_prefixes: ['gsk_'] });
const openai = makeProvider({ id: 'openai', key_prefixes: ['sk-', 'sk-proj-'] });
const deepseek = makeProvider({ id: 'deepseek', key_prefixes: ['sk-'] });
const retired = makeProvider({ id: 'retired', key_prefixes: ['old_'], refused: 'It was shut down.' });
const cloudflare = makeProvider({ id: 'cloudflare', needs: ['account_id'] });
const local = makeProvider({ id: 'local', kind: 'local', key_prefixes: ['gsk_'] });
const all = [groq, openai, deepseek, retired, cloudflare, local];

const empty: KeyFormValues = {
  api_key: 'gsk_12345678',
  provider_name: null,
  key_label: ' ',
  account: '',
  workspace_id: '',
  share_with_pool: true,
  fields: {},
};

describe('guessProvider', () => {
  it('takes the only provider whose prefix fits, and never one that needs no key', () => {
    expect(guessProvider('gsk_12345678', null, all)).toMatchObject({ provider: groq, by: 'prefix' });
  });

  it('asks when several fit equally well, and does not when a longer prefix decides', () => {
    expect(guessProvider('sk-12345678', null, all)).toMatchObject({ provider: null, by: 'several' });
    expect(guessProvider('sk-proj-1234', null, all)).toMatchObject({ provider: openai, by: 'prefix' });
  });

  it('lets what somebody chose win over the prefix', () => {
    expect(guessProvider('gsk_12345678', 'deepseek', all)).toMatchObject({
      provider: deepseek,
      by: 'choice',
    });
  });

  it('says why a key of a provider that is gone cannot be added', () => {
    expect(guessProvider('old_12345678', null, all).refused).toBe('It was shut down.');
  });
});

describe('toKeyRequest', () => {
  it('leaves empty fields out, so that main does not refuse them or store blanks', () => {
    const request = toKeyRequest(empty, groq, 'personal');
    expect(request).toEqual({ provider_name: 'groq', api_key: 'gsk_12345678', share_with_pool: true });
    expect(keyCreateRequest.safeParse(request).success).toBe(true);
  });

  it('gives a key that is not shared a workspace: else nobody could use it', () => {
    const request = toKeyRequest({ ...empty, share_with_pool: false }, groq, 'personal');
    expect(request.workspace_id).toBe('personal');
  });

  it('sends only the extra fields of the chosen provider', () => {
    const values = { ...empty, fields: { account_id: ' abc ', project_id: 'left over' } };
    expect(toKeyRequest(values, cloudflare, null).fields).toEqual({ account_id: 'abc' });
  });
});
