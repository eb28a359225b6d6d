import { defects } from "./support/defect-list.ts";
import { findDefects } from "./support/find-defects.ts";

// One in eight; test/all has them all.
findDefects(defects.filter((_, index) => index % 8 === 0));
