import fc from 'fast-check';
import {
  doTypesOverlap,
  GraphQLBoolean,
  type GraphQLCompositeType,
  type GraphQLField,
  GraphQLNonNull,
  getNamedType,
  isCompositeType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { schema } from '../../../src/schema/schema.ts';
import { createInputs, type Given, type Samples, type Variable } from './any-input.ts';

/** What a client sends. */
export interface AnyRequest {
  query: string;
  variables: Record<string, unknown>;
}

interface Directive {
  name: 'skip' | 'include';
  condition: Given;
}

type Selection = { directives: Directive[] } & (
  | { kind: 'field'; name: string; isRenamed: boolean; args: [string, Given][]; below: Selection[] | null }
  | { kind: 'inline fragment'; on: GraphQLCompositeType | null; below: Selection[] }
  /** Of one of the fragments that fit here, where any does. */
  | { kind: 'spread'; choice: number }
);

interface Fragment {
  on: GraphQLCompositeType;
  below: Selection[];
}

const compositeTypes = Object.values(schema.getTypeMap()).filter(
  (type) => isCompositeType(type) && !type.name.startsWith('__'),
) as GraphQLCompositeType[]; // a filter narrows no element type
/** Levels of selections, with those of fragments inside them on top. */
const deepest = 7;
const mostFragments = 4;

/**
 * Any document against the schema: directives with variables and literals, fragments that are spread twice and inside
 * each other, aliases, equal fields that are merged, variables of every input type with and without defaults. Nearly all
 * are valid. They shrink to a document that can be read.
 */
export function anyRequest(samples: Samples): fc.Arbitrary<AnyRequest> {
  const inputOf = createInputs(samples);
  const condition = inputOf(new GraphQLNonNull(GraphQLBoolean), 'if');
  const directive = fc.record({ name: fc.constantFrom('skip' as const, 'include' as const), condition });
  const directives = fc.oneof(
    { weight: 7, arbitrary: fc.constant<Directive[]>([]) },
    {
      weight: 1,
      arbitrary: fc.uniqueArray(directive, { minLength: 1, maxLength: 2, selector: ({ name }) => name }),
    },
  );
  const argumentsOf = (field: GraphQLField<unknown, unknown>): fc.Arbitrary<[string, Given][]> =>
    fc
      .tuple(
        ...field.args.map(({ name, type }) =>
          inputOf(type, name)
            .map((given): [string, Given][] => [[name, given]])
            .chain((given) =>
              String(type).endsWith('!') ? fc.constant(given) : fc.constantFrom(given, [], []),
            ),
        ),
      )
      .map((args) => args.flat());

  const known = new Map<string, fc.Arbitrary<Selection[]>>();
  function selectionsOf(type: GraphQLCompositeType, level: number): fc.Arbitrary<Selection[]> {
    const key = `${type.name} ${level}`;
    const selections = known.get(key) ?? fc.array(selectionOf(type, level), { minLength: 1, maxLength: 3 });
    known.set(key, selections);
    return selections;
  }

  function selectionOf(type: GraphQLCompositeType, level: number): fc.Arbitrary<Selection> {
    const fields = isUnionType(type) ? [] : Object.values(type.getFields());
    const leaves = fields.filter((field) => !isCompositeType(getNamedType(field.type)));
    const branches = fields.filter((field) => isCompositeType(getNamedType(field.type)));
    const choices: fc.WeightedArbitrary<Selection>[] = [
      {
        weight: 1,
        arbitrary: fc.record({
          kind: fc.constant('field' as const),
          name: fc.constant('__typename'),
          isRenamed: fc.boolean(),
          args: fc.constant([]),
          below: fc.constant(null),
          directives,
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constant('spread' as const),
          choice: fc.nat(mostFragments - 1),
          directives,
        }),
      },
      ...leaves.map((field) => ({ weight: 1, arbitrary: fieldOf(field, level) })),
    ];
    if (level < deepest) {
      const below = branches.map((field) => fieldOf(field, level));
      if (below.length > 0) choices.push({ weight: 5, arbitrary: fc.oneof(...below) });
      const on = compositeTypes.filter((other) => doTypesOverlap(schema, type, other));
      const inside = [null, ...on].map((condition) => ({
        weight: weightOf(condition ?? type),
        arbitrary: fc.record({
          kind: fc.constant('inline fragment' as const),
          on: fc.constant(condition),
          below: selectionsOf(condition ?? type, level + 1),
          directives,
        }),
      }));
      choices.push({ weight: isObjectType(type) ? 2 : 6, arbitrary: fc.oneof(...inside) });
    }
    return fc.oneof(...choices);
  }

  function fieldOf(field: GraphQLField<unknown, unknown>, level: number): fc.Arbitrary<Selection> {
    const type = getNamedType(field.type);
    return fc.record({
      kind: fc.constant('field' as const),
      name: fc.constant(field.name),
      isRenamed: fc.boolean(),
      args: argumentsOf(field),
      below: isCompositeType(type) ? selectionsOf(type, level + 1) : fc.constant(null),
      directives,
    });
  }

  const fragment = fc.oneof(
    ...compositeTypes.map((on) => ({
      weight: weightOf(on),
      arbitrary: fc.record({ on: fc.constant(on), below: selectionsOf(on, deepest - 2) }),
    })),
  );
  const root = schema.getQueryType();
  if (!root) throw new TypeError('The schema has no Query');
  return fc
    .record({ below: selectionsOf(root, 0), fragments: fc.array(fragment, { maxLength: mostFragments }) })
    .map(({ below, fragments }) => new Printer(fragments).print(root, below));
}

/** The errors are nine types that hardly differ. */
function weightOf({ name }: GraphQLCompositeType): number {
  return name.endsWith('Error') ? 1 : 4;
}

/** Writes a document. It names variables and aliases so that equal ones have one name, and keeps what is used. */
class Printer {
  readonly #fragments: readonly Fragment[];
  readonly #written = new Map<number, string>();
  readonly #variables = new Map<string, { name: string; variable: Variable }>();
  /** The arguments that each field has had. */
  readonly #arguments = new Map<string, string[]>();

  constructor(fragments: readonly Fragment[]) {
    this.#fragments = fragments;
  }

  print(root: GraphQLCompositeType, below: readonly Selection[]): AnyRequest {
    const selections = this.#selections(root, below, -1);
    const variables = [...this.#variables.values()];
    const declared = variables.map(
      ({ name, variable: { type, fallback } }) =>
        `$${name}: ${type}${fallback === null ? '' : ` = ${fallback}`}`,
    );
    return {
      query: [
        `query Any${declared.length > 0 ? `(${declared.join(', ')})` : ''} ${selections}`,
        ...this.#written.values(),
      ].join('\n'),
      variables: Object.fromEntries(
        variables.flatMap(({ name, variable }) => ('value' in variable ? [[name, variable.value]] : [])),
      ),
    };
  }

  #selections(type: GraphQLCompositeType, selections: readonly Selection[], within: number): string {
    const written = selections.flatMap((selection) => this.#selection(type, selection, within));
    return `{ ${written.length > 0 ? written.join(' ') : '__typename'} }`;
  }

  #selection(type: GraphQLCompositeType, selection: Selection, within: number): string[] {
    switch (selection.kind) {
      case 'field':
        return [this.#field(type, selection, within)];
      case 'inline fragment': {
        const on = selection.on ?? type;
        const condition = selection.on ? ` on ${selection.on}` : '';
        const directives = this.#directives(selection);
        return [`...${condition}${directives} ${this.#selections(on, selection.below, within)}`];
      }
      case 'spread': {
        const name = this.#fragment(type, selection.choice, within);
        return name ? [`...${name}${this.#directives(selection)}`] : [];
      }
    }
  }

  #directives({ directives }: Selection): string {
    return directives.map(({ name, condition }) => ` @${name}(if: ${this.#given(condition)})`).join('');
  }

  /** Fragments spread only those behind them: none spreads itself. */
  #fragment(type: GraphQLCompositeType, choice: number, within: number): string | null {
    const fitting = this.#fragments.flatMap((fragment, number) =>
      number > within && doTypesOverlap(schema, type, fragment.on) ? [{ ...fragment, number }] : [],
    );
    const chosen = fitting[choice % fitting.length];
    if (!chosen) return null;
    const { on, below, number } = chosen;
    if (!this.#written.has(number)) {
      this.#written.set(number, '');
      this.#written.set(number, `fragment F${number} on ${on} ${this.#selections(on, below, number)}`);
    }
    return `F${number}`;
  }

  #field(type: GraphQLCompositeType, selection: Selection & { kind: 'field' }, within: number): string {
    const { name, isRenamed, args, below } = selection;
    const given = args.map(([name, value]) => `${name}: ${this.#given(value)}`).join(', ');
    const variants = this.#arguments.get(name) ?? [];
    this.#arguments.set(name, variants);
    if (!variants.includes(given)) variants.push(given);
    // One response key may stand for one field with one set of arguments.
    const number = variants.indexOf(given);
    const key = `${isRenamed ? 'a_' : ''}${name}${number > 0 ? number + 1 : ''}`;
    const written = `${key === name ? '' : `${key}: `}${name}${given && `(${given})`}${this.#directives(selection)}`;
    const field = isUnionType(type) ? undefined : type.getFields()[name];
    const typeBelow = field && getNamedType(field.type);
    return below && isCompositeType(typeBelow)
      ? `${written} ${this.#selections(typeBelow, below, within)}`
      : written;
  }

  #given(given: Given): string {
    if ('text' in given) return given.text;
    if ('list' in given) return `[${given.list.map((each) => this.#given(each)).join(', ')}]`;
    if ('object' in given)
      return `{ ${given.object.map(([name, each]) => `${name}: ${this.#given(each)}`).join(', ')} }`;
    const key = JSON.stringify(given.variable);
    const known = this.#variables.get(key);
    const name = known?.name ?? `v${this.#variables.size}`;
    if (!known) this.#variables.set(key, { name, variable: given.variable });
    return `$${name}`;
  }
}
