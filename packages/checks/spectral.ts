#!/usr/bin/env node
/** `spectral`: Spectral's own command, for packages that lint. What it extends is installed beside it. */
import "@stoplight/spectral-cli/dist/index.js";
