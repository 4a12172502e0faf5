import { Monitor, Moon, Sun } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { useStore } from 'zustand';
import type { Settings } from '../../../shared/domain/settings';
import type { Status } from '../../../shared/domain/status';
import type { Theme } from '../../../shared/ipc/contract';
import { Combobox } from '../../components/combobox';
import { CopyIcon } from '../../components/copy-button';
import { ErrorNote } from '../../components/notes';
import { Segmented } from '../../components/segmented';
import { useApp } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { writeBaseUrl } from '../../lib/snippets';
import { useSettings } from '../../lib/use-settings';
import { LinkSetting, LoginSettings } from './desktop/login-settings';
import { PortSetting } from './port-setting';
import { Setting } from './setting';

const words = messages.settings;

interface GeneralSettingsProps {
  readonly settings: Settings;
  readonly status: Status | null;
}

/** Where it is reached, when it starts, how it looks. */
export function GeneralSettings({ settings, status }: GeneralSettingsProps) {
  return (
    <>
      <div className="card divide-y divide-line">
        {status !== null && <Address url={status.gateway.url} />}
        {status !== null && <PortSetting key={status.gateway.url} url={status.gateway.url} />}
        <LoginSettings />
        <LinkSetting />
      </div>
      <div className="card divide-y divide-line">
        <Setting title={words.theme} lead={words.themeLead}>
          <ThemeChoice />
        </Setting>
        <TimeZone chosen={settings.time_zone} />
      </div>
    </>
  );
}

function Address({ url }: { readonly url: string }) {
  const address = writeBaseUrl(url);
  return (
    <Setting title={words.address} lead={words.addressLead}>
      <span className="flex items-center gap-0.5">
        <code className="mono">{address}</code>
        <CopyIcon text={address} what={messages.things.address} />
      </span>
    </Setting>
  );
}

const SYSTEM_ZONE = 'system';

function TimeZone({ chosen }: { readonly chosen: string | null }) {
  const { failure, update } = useSettings();
  const { zone, zoneLead, zoneSystem } = messages.desktopSettings;
  const options = useMemo(() => {
    const here = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    // One that a script has set is shown too.
    const zones = new Set([...Intl.supportedValuesOf('timeZone'), ...(chosen === null ? [] : [chosen])]);
    return [
      { value: SYSTEM_ZONE, label: zoneSystem(here) },
      ...[...zones].map((name) => ({ value: name, label: name })),
    ];
  }, [chosen, zoneSystem]);
  return (
    <Setting
      title={<label htmlFor="time-zone">{zone}</label>}
      lead={zoneLead}
      note={<ErrorNote error={failure} />}
    >
      <div className="w-60">
        <Combobox
          id="time-zone"
          value={chosen ?? SYSTEM_ZONE}
          onChange={(value) => void update({ time_zone: value === SYSTEM_ZONE ? null : value })}
          options={options}
          placeholder={zone}
        />
      </div>
    </Setting>
  );
}

function ThemeChoice() {
  const { theme } = useApp();
  const chosen = useStore(theme.store, (state) => state.chosen);
  return (
    <Segmented<Theme>
      label={words.theme}
      value={chosen}
      onChange={(next) => void theme.choose(next)}
      options={[
        { value: 'system', label: <ThemeLabel icon={<Monitor aria-hidden />} text={words.themes.system} /> },
        { value: 'light', label: <ThemeLabel icon={<Sun aria-hidden />} text={words.themes.light} /> },
        { value: 'dark', label: <ThemeLabel icon={<Moon aria-hidden />} text={words.themes.dark} /> },
      ]}
    />
  );
}

function ThemeLabel(props: { readonly icon: ReactNode; readonly text: string }) {
  return (
    <>
      {props.icon}
      {props.text}
    </>
  );
}
