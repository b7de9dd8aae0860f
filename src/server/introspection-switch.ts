import { GraphQLError, NoSchemaIntrospectionCustomRule, type ValidationRule, validate } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Hides the schema: introspection, the SDL that federation asks for, and the suggestions in messages. */
export function useIntrospectionOff(): Plugin {
  return {
    onValidate({ addValidationRule, setValidationFn }) {
      addValidationRule(NoSchemaIntrospectionCustomRule);
      addValidationRule(noServiceSdl);
      setValidationFn((schema, document, rules) =>
        validate(schema, document, rules, { hideSuggestions: true }),
      );
    },
  };
}

const noServiceSdl: ValidationRule = (context) => ({
  Field(node) {
    if (node.name.value !== '_service' || context.getParentType()?.name !== 'Query') return;
    context.reportError(
      new GraphQLError(
        'GraphQL introspection has been disabled, and the SDL of the subgraph with it; INTROSPECTION=on allows both.',
        {
          nodes: node,
        },
      ),
    );
  },
});
