import { describe, expect, it } from 'vitest';
import { fieldOf, toChange, toFormValues } from '../../../../../src/renderer/features/settings/network-form';
import { DEFAULT_SETTINGS } from '../../../../../src/shared/domain/settings';
import { settingsUpdateRequest } from '../../../../../src/shared/ipc/settings';

const before = toFormValues(DEFAULT_SETTINGS);

describe('toChange', () => {
  it('sends nothing that was not changed, so that a masked password is never sent back', () => {
    const masked = { ...before, proxy_url: 'http://me:***@proxy:3128' };
    expect(toChange(masked, masked)).toEqual({});
    expect(toChange({ ...masked, stall_s: '20' }, masked)).toEqual({ stall_ms: 20_000 });
  });

  it('takes a proxy away when its field is emptied', () => {
    const change = toChange(before, { ...before, proxy_url: 'http://proxy:3128' });
    expect(change).toEqual({ proxy: { url: null } });
  });

  it('refuses what is no number instead of storing a limit of nothing', () => {
    for (const text of ['', 'soon', '0']) {
      const checked = settingsUpdateRequest.safeParse(toChange({ ...before, first_token_s: text }, before));
      expect(checked.error?.issues[0]?.path, text).toEqual(['first_token_budget_ms']);
    }
  });
});

describe('fieldOf', () => {
  it('finds the field that an error of main is about', () => {
    expect(fieldOf('proxy.url')).toBe('proxy_url');
    expect(fieldOf('extra_ca_file')).toBe('extra_ca_file');
    expect(fieldOf('anonymous_providers')).toBeNull();
  });
});
