import type { DocumentNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import { countFields } from './document-size.ts';

/** Maximum bytes of documents that are kept. */
export const maxDocumentBytes = 32 * 1024 * 1024;

/**
 * A document takes memory by its tokens, whatever their lengths. Measured: 250 to 300 bytes for the nodes and their places
 * in the text, and up to 200 more where each is a field.
 */
const bytesPerToken = 300;
/** What the cost check remembers about each field, those of fragments wherever they are spread. */
const bytesPerField = 300;
/** A text with characters beyond Latin-1 takes two. */
const bytesPerCharacter = 2;
const bytesPerEntry = 2000;

/**
 * Keeps documents that were parsed and found valid, so that they are neither parsed nor checked again. Invalid ones are
 * not kept: each has errors of its own, up to a hundred, and no honest caller repeats one often.
 *
 * It replaces Yoga's own cache, whose limit is a number of documents: 1,024 of 6 KB take a gigabyte.
 */
export function useDocumentCache(maxBytes = maxDocumentBytes): Plugin {
  const documents = new LRUCache<string, DocumentNode>({
    maxSize: maxBytes,
    sizeCalculation: (document, text) =>
      bytesPerEntry +
      text.length * bytesPerCharacter +
      countTokens(document) * bytesPerToken +
      countFields(document) * bytesPerField,
  });
  return {
    onParse({ params, setParsedDocument }) {
      const document = documents.get(params.source.toString());
      if (document) setParsedDocument(document);
    },
    onValidate({ params: { documentAST }, setResult }) {
      const text = documentAST.loc?.source.body;
      if (text === undefined) return;
      if (documents.peek(text) === documentAST) {
        setResult([]);
        return;
      }
      return ({ valid }) => {
        if (valid) documents.set(text, documentAST);
      };
    },
  };
}

/** Comments included: the parser's limit leaves them out, but they are kept as tokens. */
function countTokens({ loc }: DocumentNode): number {
  let tokens = 0;
  for (let token = loc?.startToken ?? null; token !== null; token = token.next) tokens += 1;
  return tokens;
}
