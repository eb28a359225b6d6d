/** `pnpm clean`: removes what building made, cache included, and nothing else. */

import { repositoryRoot } from "@partner-referrals/support/repository";
import { cacheFolder, cacheFolders, outputFolders, removeBuilt } from "./repository/built-files.ts";

await removeBuilt(repositoryRoot, [...outputFolders, ...cacheFolders, cacheFolder]);
