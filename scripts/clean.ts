/** `pnpm clean`: removes what building made, cache included, and nothing else. */
import { cacheFolder, outputFolders, removeBuilt, workFolders } from "./repository/built-files.ts";
import { repositoryRoot } from "./repository/environment.ts";

await removeBuilt(repositoryRoot, [...outputFolders, ...workFolders, cacheFolder]);
