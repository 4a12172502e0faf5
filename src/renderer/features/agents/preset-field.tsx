import { clsx } from 'clsx';
import { messages } from '../../lib/messages';
import { PRESETS, type Preset } from './token-form';

const words = messages.agents;

interface PresetFieldProps {
  readonly value: Preset;
  readonly onChange: (preset: Preset) => void;
}

/** Four common uses; choosing one fills in the rest. */
export function PresetField({ value, onChange }: PresetFieldProps) {
  return (
    <fieldset>
      <legend className="mb-1 text-table font-medium">{words.preset}</legend>
      <div className="grid grid-cols-4 gap-2">
        {PRESETS.map((preset) => (
          <label
            key={preset}
            className={clsx(
              'flex flex-col rounded-md border px-2.5 py-2 transition-colors duration-[120ms] focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-accent',
              preset === value ? 'border-accent bg-accent-soft' : 'border-line hover:bg-hover',
            )}
          >
            <input
              type="radio"
              name="preset"
              className="sr-only"
              checked={preset === value}
              onChange={() => onChange(preset)}
            />
            <span className="text-table font-medium">{words.presets[preset].name}</span>
            <span className="text-label text-muted">{words.presets[preset].hint}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
