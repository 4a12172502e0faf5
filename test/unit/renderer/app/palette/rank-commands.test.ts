import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../../src/renderer/app/palette/command';
import { rankCommands } from '../../../../../src/renderer/app/palette/rank-commands';

const line = (group: Command['group'], label: string, keywords = ''): Command => ({
  id: `${group}/${label}`,
  group,
  label,
  keywords,
  run: () => undefined,
});

const labels = (commands: readonly Command[], query: string) =>
  rankCommands(commands, query).map(({ label }) => label);

const MODELS = Array.from({ length: 40 }, (_, index) => line('models', `groq/settings-model-${index}`));

describe('what a query means', () => {
  it('shows what can be done and where one can go before anything is typed, and no models', () => {
    const commands = [line('actions', 'Add key'), line('pages', 'Keys'), ...MODELS];
    expect(labels(commands, ' ')).toEqual(['Add key', 'Keys']);
  });

  it('puts the page that was meant above forty models whose names contain it', () => {
    const found = labels([...MODELS, line('pages', 'Settings')], 'sett');
    expect(found[0]).toBe('Settings');
    expect(found).toHaveLength(7);
  });

  it('asks for every word, in any order and as a part, wherever it stands', () => {
    const commands = [
      line('providers', 'Switch Groq off', 'groq disable'),
      line('providers', 'Groq', 'groq'),
    ];
    expect(labels(commands, 'groq disa')).toEqual(['Switch Groq off']);
    expect(labels(commands, 'off groq')).toEqual(['Switch Groq off']);
    expect(labels(commands, 'groq nothing')).toEqual([]);
  });

  it('finds a model without its dashes, but never by a dash alone', () => {
    expect(labels([line('models', 'groq/gpt-oss-120b')], 'gptoss120')).toEqual(['groq/gpt-oss-120b']);
    expect(labels([line('models', 'plain')], '--')).toEqual([]);
  });
});
