import { type Choice, type Status, statuses } from './choice.ts';
import type { Fetched, Region } from './data-layer.ts';

/** Options of Toolbar. */
export interface ToolbarProps {
  choice: Choice;
  regions: Fetched<readonly Region[]>;
  onChange: (choice: Choice) => void;
}

/** Region, users, status, and the live toggle. */
export function Toolbar({ choice, regions, onChange }: ToolbarProps) {
  const change = (part: Partial<Choice>) => onChange({ ...choice, ...part });
  return (
    <form
      className="toolbar"
      aria-label="Filter"
      onSubmit={(event) => {
        event.preventDefault();
        change({ users: String(new FormData(event.currentTarget).get('users') ?? '') });
      }}
    >
      <label>
        Region
        <select value={choice.regionId} onChange={(event) => change({ regionId: event.target.value })}>
          {optionsOf(regions, choice.regionId).map(({ regionId, localName }) => (
            <option key={regionId} value={regionId}>
              {localName ? `${localName} · ${regionId}` : regionId}
            </option>
          ))}
        </select>
      </label>
      <label>
        Users
        {/* Applied on Enter or on leaving the field: a filter may cost the gateway ten calls, so not one for each key. */}
        <input
          name="users"
          defaultValue={choice.users}
          placeholder="any, or names with commas"
          autoComplete="off"
          onBlur={(event) => event.target.value !== choice.users && change({ users: event.target.value })}
        />
      </label>
      <label>
        Status
        <select
          value={choice.status}
          onChange={(event) => change({ status: statuses.find((one) => one === event.target.value) ?? '' })}
        >
          <option value="">Any</option>
          {statuses.map((status: Status) => (
            <option key={status}>{status}</option>
          ))}
        </select>
      </label>
      <label className="switch">
        <input
          type="checkbox"
          role="switch"
          aria-checked={choice.activeOnly}
          checked={choice.activeOnly}
          onChange={(event) => change({ activeOnly: event.target.checked })}
        />
        Active now
      </label>
    </form>
  );
}

/** The chosen region can always be seen, also while the others are not known, or where it does not exist. */
function optionsOf(regions: Fetched<readonly Region[]>, chosen: string): readonly Region[] {
  const known = regions.state === 'loaded' ? regions.value : [];
  const isKnown = known.some(({ regionId }) => regionId === chosen);
  return isKnown ? known : [{ regionId: chosen, localName: null }, ...known];
}
