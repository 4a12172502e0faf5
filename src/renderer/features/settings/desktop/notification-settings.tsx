import { NOTICE_KINDS, type QuietHours } from '../../../../shared/domain/desktop';
import type { DesktopUpdateRequest } from '../../../../shared/ipc/desktop';
import { ErrorNote } from '../../../components/notes';
import { Switch } from '../../../components/switch';
import { messages } from '../../../lib/messages';
import { Setting } from '../setting';
import { useDesktop } from './use-desktop';

const words = messages.desktopSettings;
const USUAL_NIGHT: QuietHours = { from: '22:00', to: '07:00' };

/** What the system is asked to tell while the window is closed. */
export function NotificationSettings() {
  const { value, failure, update } = useDesktop();
  if (value === null) return <ErrorNote error={failure} />;
  const { enabled, kinds, quiet_hours: quiet } = value.notifications;
  const change = (notifications: DesktopUpdateRequest['notifications']) => update({ notifications });
  return (
    <div className="card divide-y divide-line">
      <Setting title={words.notify} lead={words.notifyLead} note={<ErrorNote error={failure} />}>
        <Switch label={words.notify} checked={enabled} onChange={(isOn) => change({ enabled: isOn })} />
      </Setting>
      {enabled &&
        NOTICE_KINDS.map((kind) => (
          <Setting key={kind} title={words.kinds[kind].title} lead={words.kinds[kind].lead}>
            <Switch
              label={words.kinds[kind].title}
              checked={kinds[kind]}
              onChange={(isOn) => change({ kinds: { [kind]: isOn } })}
            />
          </Setting>
        ))}
      {enabled && <Quiet quiet={quiet} onChange={(hours) => change({ quiet_hours: hours })} />}
    </div>
  );
}

interface QuietProps {
  readonly quiet: QuietHours | null;
  readonly onChange: (quiet: QuietHours | null) => void;
}

function Quiet({ quiet, onChange }: QuietProps) {
  return (
    <Setting title={words.quiet} lead={words.quietLead}>
      <span className="flex items-center gap-3">
        {quiet !== null && (
          <span className="flex items-center gap-2 text-muted">
            {words.from}
            <Time
              label={words.fromLabel}
              value={quiet.from}
              onChange={(from) => onChange({ ...quiet, from })}
            />
            {words.to}
            <Time label={words.toLabel} value={quiet.to} onChange={(to) => onChange({ ...quiet, to })} />
          </span>
        )}
        <Switch
          label={words.quiet}
          checked={quiet !== null}
          onChange={(isOn) => onChange(isOn ? USUAL_NIGHT : null)}
        />
      </span>
    </Setting>
  );
}

interface TimeProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Time({ label, value, onChange }: TimeProps) {
  return (
    <input
      type="time"
      aria-label={label}
      className="control w-24 text-text tabular-nums"
      // Half-typed times are empty; they count once they are whole.
      defaultValue={value}
      onBlur={(event) => event.target.value !== '' && onChange(event.target.value)}
    />
  );
}
