import { defects } from "./support/defect-list.ts";
import { findDefects } from "./support/find-defects.ts";

// One in twelve; test/all has them all.
findDefects(defects.filter((_, index) => index % 12 === 0));
