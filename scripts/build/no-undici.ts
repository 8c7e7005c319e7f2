// In place of undici, which the proxy loads even where it is told to use Node's own client: 30 MB of an idle server.
export {};
