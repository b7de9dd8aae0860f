/**
 * A field above GraphiQL for the caller's token. The token is in the field alone: not in the browser's storage, nor
 * offered to its password manager, and gone when the page is closed. It is sent only to the gateway, and an Authorization
 * header among GraphiQL's own headers takes its place.
 *
 * @param endpoint path of GraphQL
 */
export function tokenField(endpoint: string): string {
  return `
<style>
  .caller-token {
    box-sizing: border-box; height: 2.75rem; padding: 0 1rem; display: flex; align-items: center; gap: 0.75rem;
    font: 0.9rem system-ui, sans-serif; color: #3b4b68; background: #f3f4f6;
  }
  .caller-token input {
    flex: 1; min-width: 0; height: 1.75rem; padding: 0 0.5rem; font: inherit; border: 1px solid #8794ac;
    border-radius: 4px; -webkit-text-security: disc;
  }
  .graphiql-container { height: calc(100vh - 2.75rem) !important; }
</style>
<label class="caller-token">Token
  <input autocomplete="off" autocapitalize="off" spellcheck="false" placeholder="Kept in this page only">
</label>
<script>
  {
    const field = document.querySelector('.caller-token input');
    const send = window.fetch;
    window.fetch = (input, init = {}) => {
      const { origin, pathname } = new URL(input instanceof Request ? input.url : input, location.href);
      const token = field.value.trim().replace(/^Bearer +/i, '');
      if (token === '' || origin !== location.origin || pathname !== ${JSON.stringify(endpoint)}) return send(input, init);
      const headers = new Headers(init.headers ?? (input instanceof Request ? input.headers : undefined));
      if (!headers.has('authorization')) headers.set('authorization', 'Bearer ' + token);
      return send(input, { ...init, headers });
    };
    // Without a token GraphiQL could not read the schema.
    field.addEventListener('change', () => document.querySelector('[aria-label^="Re-fetch"]')?.click());
  }
</script>`;
}
