/** What tests of providers with tools have in common. */
package io.lull.provider.tool;
