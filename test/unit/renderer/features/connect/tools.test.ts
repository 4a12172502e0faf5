import { expect, it } from 'vitest';
import { nameToken, TOOL_GROUPS, TOOLS } from '../../../../../src/renderer/features/connect/tools';

it('never names a token as another is named already', () => {
  expect(nameToken('aider', [])).toBe('Aider');
  expect(nameToken('aider', ['Aider', 'Aider 2', 'Cline'])).toBe('Aider 3');
});

it('lists every tool once', () => {
  const listed = TOOL_GROUPS.flatMap(({ tools }) => tools);
  expect(listed.toSorted()).toEqual(Object.keys(TOOLS).toSorted());
});

it('puts all three things into every tool, the token where there is one', () => {
  const input = { baseUrl: 'http://127.0.0.1:7743/v1', token: 'spideriq_pat_x', model: 'agent/coding' };
  for (const [id, setup] of Object.entries(TOOLS)) {
    const text =
      setup.kind === 'text'
        ? setup.write(input)
        : setup
            .list(input)
            .map(({ value }) => value)
            .join(' ');
    expect(text, id).toContain(input.baseUrl);
    expect(text, id).toContain(input.token);
    // The variables are for every model.
    if (id !== 'environment') expect(text, id).toContain(input.model);
  }
});
