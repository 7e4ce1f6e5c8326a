/** Integration tests need a PostgreSQL to make schemas in; say so once, before the first of them fails oddly. */
export default function oneCluster(): void {
  if (process.env['TEST_DATABASE_URL']) return;
  throw new Error(
    'Integration tests run with a database: npm run unit -- tests/integration (or set TEST_DATABASE_URL to a server of your own).'
  );
}
