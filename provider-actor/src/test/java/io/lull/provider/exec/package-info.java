/** Tests of the exec provider, with real commands. */
package io.lull.provider.exec;
