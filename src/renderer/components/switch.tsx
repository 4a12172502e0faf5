import { Switch as Radix } from 'radix-ui';

interface SwitchProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly label: string;
  readonly disabled?: boolean;
  readonly id?: string;
}

export function Switch({ checked, onChange, label, disabled = false, id }: SwitchProps) {
  return (
    <Radix.Root
      checked={checked}
      onCheckedChange={onChange}
      aria-label={label}
      disabled={disabled}
      {...(id === undefined ? {} : { id })}
      className="relative h-4 w-7 shrink-0 rounded-full bg-line-strong transition-colors duration-[120ms] hover:brightness-95 disabled:opacity-40 data-[state=checked]:bg-accent"
    >
      <Radix.Thumb className="block size-3 translate-x-0.5 rounded-full bg-[white] transition-transform duration-[120ms] data-[state=checked]:translate-x-3.5" />
    </Radix.Root>
  );
}
