import { Search } from 'lucide-react';

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Narrows a list while it is typed in. */
export function SearchField({ label, value, onChange }: SearchFieldProps) {
  return (
    <div className="relative grow">
      <Search className="pointer-events-none absolute top-1.5 left-2 text-muted" aria-hidden />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="control w-full pl-7.5 [&::-webkit-search-cancel-button]:hidden"
      />
    </div>
  );
}
