import { describe, expect, it } from 'vitest';
import { formatMs, formatUsd, formatValue, markSum } from '../../../src/cli/output/format';
import { createPaint } from '../../../src/cli/output/paint';
import { renderDetails, renderRow, renderTable } from '../../../src/cli/output/table';

const plain = createPaint({ isTTY: false }, {});

describe('money', () => {
  it.each([
    [0, '$0'],
    [12.5, '$12.50'],
    [0.5, '$0.50'],
    [0.000042, '$0.000042'],
    [0.0000000016, '$0.000000002'],
    [null, '–'],
  ])('%d → %s', (usd, expected) => {
    expect(formatUsd(usd)).toBe(expected);
  });
});

describe('values', () => {
  it('keeps wide and joined characters, but nothing that moves the cursor', () => {
    expect(formatValue('模型 👩‍💻 \u001b[31m\u202e')).toBe('模型 👩‍💻 \ufffd[31m\ufffd');
    expect(formatValue(['a\nb', 'c'])).toBe('a\ufffdb, c');
    expect(formatMs(12_345)).toBe('12.3 s');
  });
});

describe('tables', () => {
  const columns = [
    { title: 'NAME', of: (row: { name: string }) => row.name },
    { title: 'LENGTH', of: (row: { name: string }) => row.name.length, align: 'right' as const },
  ];

  it('line up, also with wide characters, and end without blanks', () => {
    const text = renderTable(columns, [{ name: '模型' }, { name: 'model' }], plain);
    expect(text).toBe('NAME   LENGTH\n模型        2\nmodel       5');
  });

  it('cut a row of fixed width rather than break it', () => {
    const fixed = columns.map((column) => ({ ...column, width: 5 }));
    expect(renderRow(fixed, { name: 'much too long' }, plain).split('\n')).toHaveLength(1);
  });

  it('show fields nobody has heard of yet', () => {
    expect(renderDetails({ id: 1, future: { field: true } }, plain)).toBe(
      'id            1\nfuture.field  yes',
    );
  });
});

describe('colours', () => {
  it.each([
    [{ isTTY: true }, {}, true],
    [{ isTTY: true }, { NO_COLOR: '1' }, false],
    [{ isTTY: true }, { TERM: 'dumb' }, false],
    [{ isTTY: false }, {}, false],
  ])('%j with %j: %j', (stream, env, expected) => {
    expect(createPaint(stream, env).word('error') !== 'error').toBe(expected);
  });
});

it('marks a sum that is partly estimated, and one that leaves out what nobody knows', () => {
  expect([markSum('$1', 0, 0), markSum('$1', 2, 0), markSum('$1', 0, 1)]).toEqual(['$1', '~$1', '$1+']);
});
