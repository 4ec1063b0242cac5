package dev.dynamory.examples;

import org.springframework.ai.tool.annotation.Tool;

/** The agent's tool. */
public final class Weather {

  /** Made up. */
  @Tool(description = "the temperature of a city")
  public String temperature(String city) {
    return city.length() * 4 + " degrees";
  }
}
