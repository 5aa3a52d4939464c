// Entry point of MikroORM's command line: `pnpm migration:up` and its siblings, on the embedded database as well.
import { openDatabaseUrl } from './src/open-database.ts'
import { ormOptions } from './src/adapters/db/orm-options.ts'
import { readConfig } from './src/config/config.ts'

const { url } = openDatabaseUrl(readConfig(process.env), (message) => process.stderr.write(`${message}\n`))

export default ormOptions(url)
