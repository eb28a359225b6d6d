/** `pnpm clean`: removes what building made, cache included, and nothing else. */
import { cacheFolder, outputFolders, removeBuilt } from "./repository/built-files.ts";
import { repositoryRoot } from "./repository/environment.ts";

await removeBuilt(repositoryRoot, [...outputFolders, cacheFolder]);
