import { describe, expect, it } from 'vitest';
import {
  areReadable,
  NO_LIMIT_VALUES,
  readCount,
  readMoney,
  startLimits,
  toLimitChange,
} from '../../../../../src/renderer/features/agents/limit-form';
import {
  applyPreset,
  PRESETS,
  startTokenForm,
  toTokenRequest,
} from '../../../../../src/renderer/features/agents/token-form';
import { agentTokenCreateRequest } from '../../../../../src/shared/ipc/agent-tokens';

describe('limits as they are typed', () => {
  it.each([
    ['', null],
    ['10', 10],
    ['$2.50', 2.5],
    ['2,5', 2.5],
    ['ten', undefined],
    ['-1', undefined],
    ['1e9', undefined],
  ])('reads %s as money', (text, amount) => {
    expect(readMoney(text)).toBe(amount);
  });

  it.each([
    ['', null],
    ['60', 60],
    ['40 000', 40_000],
    ['0', undefined],
    ['1.5', undefined],
  ])('reads %s as a count', (text, count) => {
    expect(readCount(text)).toBe(count);
  });

  it('takes a limit away where its field was emptied', () => {
    expect(toLimitChange(NO_LIMIT_VALUES)).toEqual({
      rpm_limit: null,
      rpd_limit: null,
      tpm_limit: null,
      parallel_limit: null,
      budget_usd: null,
    });
  });

  it('keeps what somebody has, unchanged', () => {
    const limits = {
      rpm_limit: 60,
      rpd_limit: null,
      tpm_limit: 1_000,
      parallel_limit: null,
      budget_usd: 2.5,
      budget_window: 'week',
      budget_action: 'warn',
      monthly_budget_usd: null,
    } as const;
    const { monthly_budget_usd: _, ...change } = limits;
    expect(toLimitChange(startLimits(limits))).toEqual(change);
    expect(areReadable({ ...startLimits(limits), rpm: 'often' })).toBe(false);
  });
});

describe('presets', () => {
  it.each(PRESETS)('%s is a request that main accepts, under the name that was typed', (preset) => {
    const values = applyPreset(preset, { ...startTokenForm(null), name: 'tool' });
    const request = toTokenRequest(values, Date.parse('2026-11-22T12:00:00Z'));
    expect(request.name).toBe('tool');
    expect(agentTokenCreateRequest.safeParse(request).error).toBeUndefined();
  });

  it('limits nothing unless somebody chooses to', () => {
    expect(toTokenRequest({ ...startTokenForm(null), name: 'tool' }, 0)).toMatchObject({
      allowed_models: [],
      budget_usd: null,
      expires_at: null,
      free_models_only: false,
    });
  });
});
