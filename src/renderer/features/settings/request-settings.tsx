import { useState } from 'react';
import type { Settings } from '../../../shared/domain/settings';
import { ConfirmDialog } from '../../components/dialog';
import { ErrorNote } from '../../components/notes';
import { Select } from '../../components/select';
import { messages } from '../../lib/messages';
import { useSettings } from '../../lib/use-settings';
import { PrivatePromptsSetting } from './private-prompts-setting';
import { Setting } from './setting';

const words = messages.requestSettings;
const DAYS = [7, 14, 30, 90, 180, 365] as const;

/** Who may see prompts, and how long requests are remembered. */
export function RequestSettings({ settings }: { readonly settings: Settings }) {
  return (
    <div className="card divide-y divide-line">
      <PrivatePromptsSetting />
      <Retention days={settings.log_retention_days} />
    </div>
  );
}

/** Keeping requests longer costs nothing; keeping them shorter deletes some. */
function Retention({ days }: { readonly days: number }) {
  const { failure, update } = useSettings();
  const [asked, setAsked] = useState<number | null>(null);
  const [isBusy, setBusy] = useState(false);
  // One that a script has set is shown too.
  const choices = [...new Set([...DAYS, days])].sort((a, b) => a - b);

  async function keep(next: number): Promise<void> {
    setBusy(true);
    const error = await update({ log_retention_days: next });
    setBusy(false);
    if (error === null) setAsked(null);
  }

  return (
    <Setting
      title={words.retention}
      lead={words.retentionLead}
      note={<ErrorNote error={asked === null ? failure : null} />}
    >
      <div className="w-32">
        <Select
          label={words.retention}
          value={String(days)}
          onChange={(value) => (Number(value) < days ? setAsked(Number(value)) : void keep(Number(value)))}
          options={choices.map((each) => ({ value: String(each), label: words.days(each) }))}
        />
      </div>
      <ConfirmDialog
        open={asked !== null}
        title={words.shortenTitle(asked ?? days)}
        consequence={words.shorten(asked ?? days)}
        action={words.shortenAction}
        busy={isBusy}
        error={failure}
        onConfirm={() => asked !== null && void keep(asked)}
        onCancel={() => setAsked(null)}
      />
    </Setting>
  );
}
