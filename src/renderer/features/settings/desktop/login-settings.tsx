import { ErrorNote } from '../../../components/notes';
import { Switch } from '../../../components/switch';
import { messages } from '../../../lib/messages';
import { Setting } from '../setting';
import { useDesktop } from './use-desktop';

const words = messages.desktopSettings;

/** Whether the system opens links with it, and what says so. */
export function LinkSetting() {
  const { value, failure, update } = useDesktop();
  const isKnown = value === null || value.open_links !== null;
  const isOn = value?.open_links ?? false;
  const file = isOn ? value?.links_file : null;
  return (
    <Setting
      title={words.links}
      lead={isKnown ? words.linksLead : words.linksUnknown}
      note={
        <>
          {file && <p className="selectable break-all text-label text-muted">{words.linksFile(file)}</p>}
          <ErrorNote error={failure} />
        </>
      }
    >
      <Switch
        label={words.links}
        checked={isOn}
        disabled={!isKnown}
        onChange={(on) => update({ open_links: on })}
      />
    </Setting>
  );
}

/** Whether the system starts it, and whether that opens the window. */
export function LoginSettings() {
  const { value, failure, update } = useDesktop();
  const isKnown = value === null || value.start_at_login !== null;
  const atLogin = value?.start_at_login ?? false;
  return (
    <>
      <Setting
        title={words.login}
        lead={isKnown ? words.loginLead : words.loginUnknown}
        note={<ErrorNote error={failure} />}
      >
        <Switch
          label={words.login}
          checked={atLogin}
          disabled={!isKnown}
          onChange={(isOn) => update({ start_at_login: isOn })}
        />
      </Setting>
      <Setting title={words.hidden} lead={words.hiddenLead}>
        <Switch
          label={words.hidden}
          checked={value?.start_hidden ?? false}
          disabled={!atLogin}
          onChange={(isOn) => update({ start_hidden: isOn })}
        />
      </Setting>
    </>
  );
}
