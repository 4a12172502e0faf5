import { TOKEN_SCOPES, type TokenScope } from '../../../shared/domain/agent-token';
import { messages } from '../../lib/messages';

const words = messages.agents;

interface ScopeFieldProps {
  readonly value: readonly TokenScope[];
  readonly onChange: (scopes: readonly TokenScope[]) => void;
  readonly error: string | undefined;
}

export function ScopeField({ value, onChange, error }: ScopeFieldProps) {
  function toggle(scope: TokenScope, isOn: boolean): void {
    onChange(TOKEN_SCOPES.filter((other) => (other === scope ? isOn : value.includes(other))));
  }
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 text-table font-medium">{words.scopes}</legend>
      {TOKEN_SCOPES.map((scope) => (
        <label key={scope} className="flex items-center gap-2 text-table">
          <input
            type="checkbox"
            className="size-3.5 accent-accent"
            checked={value.includes(scope)}
            onChange={(event) => toggle(scope, event.target.checked)}
          />
          <code className="mono w-24">{scope}</code>
          <span className="text-muted">{words.scopeHints[scope]}</span>
        </label>
      ))}
      {error !== undefined && <p className="text-table text-bad-text">{error}</p>}
    </fieldset>
  );
}
