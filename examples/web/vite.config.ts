import { defineConfig } from 'vite';
import relay from 'vite-plugin-relay-lite';

/** The page calls `/graphql` on its own origin, so neither the gateway nor the browser needs CORS. */
const gateway = new URL(process.env.GATEWAY_URL ?? 'http://127.0.0.1:4000');
const proxy = { '/graphql': { target: gateway.origin } };

export default defineConfig({
  // Artifacts are committed and made by `npm run generate`.
  plugins: [relay({ codegen: false })],
  server: {
    proxy,
    // The gateway's schema/possible-types.json lies above this folder.
    fs: { allow: ['../..'] },
  },
  preview: { proxy },
  build: { chunkSizeWarningLimit: 700 },
});
