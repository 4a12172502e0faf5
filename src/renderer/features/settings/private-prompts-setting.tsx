import { ErrorNote } from '../../components/notes';
import { Switch } from '../../components/switch';
import { useApp, useResource } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { useSettings } from '../../lib/use-settings';
import { Setting } from './setting';

const words = messages.privatePrompts;

/** One switch that takes providers with a label out of every chain, and says which those are. */
export function PrivatePromptsSetting() {
  const { replica } = useApp();
  const providers = useResource(replica.providers).value ?? [];
  const { loaded, failure, update } = useSettings();
  const isOn = loaded.value?.private_prompts_only ?? false;
  const names = providers
    .filter((provider) => !provider.private_prompts && provider.configured)
    .map(({ name }) => name);
  return (
    <Setting title={words.title} lead={words.lead} note={<ErrorNote error={failure} />}>
      <span className="flex items-center gap-3">
        {names.length > 0 && (
          <span className="max-w-56 text-right text-table text-muted">
            {isOn ? words.leftOut(names) : words.wouldLeaveOut(names)}
          </span>
        )}
        <Switch
          label={words.title}
          checked={isOn}
          onChange={(next) => void update({ private_prompts_only: next })}
        />
      </span>
    </Setting>
  );
}
