import { AnonymousProviders } from '../../components/anonymous-providers';
import { ErrorNote } from '../../components/notes';
import { Switch } from '../../components/switch';
import { messages } from '../../lib/messages';
import { useSettings } from '../../lib/use-settings';
import { ConnectSettings } from './connect-settings';
import { RefreshSetting } from './refresh-setting';
import { Setting } from './setting';

const words = messages.settings;

/** Where answers and facts may come from besides the user's own keys. */
export function SourcesSettings() {
  return (
    <div className="card max-w-[720px] divide-y divide-line">
      <AnonymousProviders>
        {({ isOn, failure, set }) => (
          <Setting
            title={messages.anonymous.title}
            lead={isOn ? messages.anonymous.on : messages.anonymous.lead}
            note={<ErrorNote error={failure} />}
          >
            <Switch label={messages.anonymous.title} checked={isOn} onChange={set} />
          </Setting>
        )}
      </AnonymousProviders>
      <RefreshSetting />
      <ModelsDevSetting />
      <ConnectSettings />
    </div>
  );
}

function ModelsDevSetting() {
  const { loaded, failure, update } = useSettings();
  return (
    <Setting title={words.modelsDev} lead={words.modelsDevLead} note={<ErrorNote error={failure} />}>
      <Switch
        label={words.modelsDev}
        checked={loaded.value?.models_dev ?? false}
        onChange={(isOn) => void update({ models_dev: isOn })}
      />
    </Setting>
  );
}
