import type { RestoreMode } from '../../../../shared/domain/change-plan';
import { Segmented } from '../../../components/segmented';
import { messages } from '../../../lib/messages';

const words = messages.backup;

interface RestoreModeProps {
  readonly mode: RestoreMode;
  readonly leads: Readonly<Record<RestoreMode, string>>;
  readonly onChange: (mode: RestoreMode) => void;
}

/** What happens to the things that are on this computer already. */
export function RestoreModeChoice({ mode, leads, onChange }: RestoreModeProps) {
  return (
    <div className="flex flex-col gap-1">
      <span className="text-table font-medium">{words.mode}</span>
      <span>
        <Segmented<RestoreMode>
          label={words.mode}
          value={mode}
          onChange={onChange}
          options={[
            { value: 'merge', label: words.modes.merge },
            { value: 'replace', label: words.modes.replace },
          ]}
        />
      </span>
      <span className="text-table text-muted">{leads[mode]}</span>
    </div>
  );
}
